package io.ternmq.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The files of an opening that hold records or will, and how much of each is needed. The writer
 * adds and counts, housekeeping removes, any thread reads.
 */
final class SegmentTable {

    private static final class Entry {
        final StoredFile file;
        final AtomicLong live = new AtomicLong();
        volatile long diskBytes;
        volatile long @Nullable [] marks;

        Entry(StoredFile file, long diskBytes) {
            this.file = file;
            this.diskBytes = diskBytes;
        }
    }

    private final NavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private volatile long[] newestMarks = new long[Segment.MARKS];
    private @Nullable Entry lastCounted;

    /**
     * @param marks null if they are not known
     */
    void add(StoredFile file, long diskBytes, long @Nullable [] marks) {
        Entry entry = new Entry(file, diskBytes);
        entry.marks = marks;
        entries.put(file.number(), entry);
    }

    @Nullable StoredFile file(long number) {
        Entry entry = entries.get(number);
        return entry == null ? null : entry.file;
    }

    /** The owner's numbers now. */
    void marks(long[] marks) {
        newestMarks = marks;
    }

    /** The numbers that stand in the file that is being written. */
    void marked(long number, long[] marks) {
        Entry entry = entries.get(number);
        if (entry != null) {
            entry.marks = marks;
        }
    }

    /** The writer's, or the replaying thread's. */
    void live(long position, long bytes) {
        long number = Position.file(position);
        Entry entry = lastCounted;
        if (entry == null || entry.file.number() != number) {
            entry = entries.get(number);
            if (entry == null) {
                return;
            }
            lastCounted = entry;
        }
        entry.live.addAndGet(bytes);
    }

    /** Those with records, oldest first, and the one that is being written. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        long[] later = newestMarks;
        for (Entry entry : entries.descendingMap().values()) {
            long[] marks = entry.marks;
            if (marks != null) {
                later = marks;
            }
            // what is not known of a file is known of those behind it, and those are higher
            segments.add(
                    0,
                    new Segment(
                            entry.file.number(),
                            entry.file.end(),
                            entry.diskBytes,
                            entry.live.get(),
                            list(later)));
        }
        return segments;
    }

    private static List<Long> list(long[] marks) {
        List<Long> list = new ArrayList<>(marks.length);
        for (long mark : marks) {
            list.add(mark);
        }
        return list;
    }

    long liveBytes() {
        return entries.values().stream().mapToLong(entry -> entry.live.get()).sum();
    }

    long diskBytes() {
        return entries.values().stream().mapToLong(entry -> entry.diskBytes).sum();
    }

    int count() {
        return entries.size();
    }

    /** The files before one, oldest first, with what is live in them. */
    List<Segment> before(long number) {
        return segments().stream().filter(segment -> segment.number() < number).toList();
    }

    /** Gives up a file. */
    @Nullable StoredFile remove(long number) {
        Entry entry = entries.remove(number);
        return entry == null ? null : entry.file;
    }
}
