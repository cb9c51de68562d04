package io.ternmq.broker.runtime;

import java.util.ArrayDeque;

/**
 * Keeps the newest content in memory, up to a number of bytes. Not threadsafe: it belongs to the
 * loop.
 */
final class ContentCache {

    /** 64 MiB. */
    static final long DEFAULT_BYTES = 64L << 20;

    private final ArrayDeque<JournaledContent> newest = new ArrayDeque<>();
    private final long mostBytes;
    private long bytes;

    ContentCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Content that has its position; older content makes room for it. */
    void add(JournaledContent content) {
        newest.addLast(content);
        bytes += content.size();
        while (bytes > mostBytes) {
            JournaledContent oldest = newest.removeFirst();
            bytes -= oldest.size();
            oldest.evict();
        }
    }
}
