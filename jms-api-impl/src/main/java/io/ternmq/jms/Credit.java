package io.ternmq.jms;

/**
 * How many deliveries the broker may have outstanding at one consumer. A prefetching consumer keeps
 * its window full and grants half a window at a time; any other has a window of one, granted only
 * while somebody waits.
 *
 * <p>Guarded by the lock of its buffer.
 */
final class Credit {

    private final int window;
    private final boolean prefetching;

    /** Granted, and not yet handed to the application: at the broker, under way or buffered. */
    private int outstanding;

    private Credit(int window, boolean prefetching) {
        this.window = window;
        this.prefetching = prefetching;
    }

    static Credit prefetching(int window) {
        return new Credit(window, true);
    }

    static Credit onDemand() {
        return new Credit(1, false);
    }

    /** What is to be granted now, and counts as granted; 0 for nothing. */
    int due(boolean wanted) {
        int missing = window - outstanding;
        if (!(prefetching || wanted) || missing <= 0 || missing * 2 < window) {
            return 0;
        }
        outstanding += missing;
        return missing;
    }

    /** Deliveries left the buffer. */
    void left(int deliveries) {
        outstanding -= deliveries;
    }

    /** A delivery came back into the buffer. */
    void returned() {
        outstanding++;
    }
}
