package io.ternmq.broker.runtime;

import java.util.ArrayDeque;

/**
 * Keeps the newest content in memory, up to a number of bytes. Not threadsafe: it belongs to the
 * loop.
 */
final class ContentCache {

    /** 64 MiB. */
    static final long DEFAULT_BYTES = 64L << 20;

    /** What the objects around a content take, so that many small ones are bounded too. */
    private static final int OVERHEAD_BYTES = 128;

    private final ArrayDeque<JournaledContent> newest = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;

    ContentCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** How many contents it holds. */
    int size() {
        return newest.size();
    }

    /** Content that has its position; older content makes room for it. */
    void add(JournaledContent content) {
        newest.addLast(content);
        bytes += content.size() + OVERHEAD_BYTES;
        while (bytes > mostBytes) {
            JournaledContent oldest = newest.removeFirst();
            bytes -= oldest.size() + OVERHEAD_BYTES;
            oldest.evict();
        }
    }
}
