package io.ternmq.journal;

import java.util.List;

/**
 * A file of the journal as its owner sees it.
 *
 * @param number rises with every file, with gaps
 * @param bytes of records, headers included
 * @param diskBytes what the file takes of the disk
 * @param liveBytes counted by {@link Journal#live}
 * @param marks the owner's numbers when it began: records in older segments have numbers up to
 *     these
 */
public record Segment(long number, long bytes, long diskBytes, long liveBytes, List<Long> marks) {

    /** How many numbers of the owner's a segment carries. */
    public static final int MARKS = 6;

    public Segment {
        marks = List.copyOf(marks);
    }
}
