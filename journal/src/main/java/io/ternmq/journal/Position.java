package io.ternmq.journal;

/**
 * What a position is made of: the number of the file in the upper half, the offset of the record in
 * that file in the lower. File numbers rise with every file and are never used twice, so positions
 * rise too.
 */
final class Position {

    private static final int FILE_SHIFT = 32;
    private static final long OFFSET_MASK = 0xFFFF_FFFFL;

    private Position() {}

    static long of(long file, long offset) {
        return file << FILE_SHIFT | offset;
    }

    static long file(long position) {
        return position >>> FILE_SHIFT;
    }

    static long offset(long position) {
        return position & OFFSET_MASK;
    }

    /** For messages: {@code 3:4711}. */
    static String text(long position) {
        return file(position) + ":" + offset(position);
    }
}
