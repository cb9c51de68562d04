package io.ternmq.ra.link;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The waiting times between attempts: doubled each time up to a limit, and begun again after a
 * success. Not threadsafe; owned by whoever attempts.
 */
public final class BackOff {

    private final long firstMillis;
    private final long mostMillis;
    private final boolean jitter;
    private long nextMillis;

    private BackOff(long firstMillis, long mostMillis, boolean jitter) {
        this.firstMillis = firstMillis;
        this.mostMillis = mostMillis;
        this.jitter = jitter;
        this.nextMillis = firstMillis;
    }

    /** For a broker that cannot be reached: 1 s, 2 s, 4 s … 30 s. */
    public static BackOff reconnecting() {
        return new BackOff(1_000, 30_000, false);
    }

    /** For an endpoint that cannot take a message: 100 ms, 200 ms … 30 s, each ± 20%. */
    public static BackOff endpoint() {
        return new BackOff(100, 30_000, true);
    }

    /** How long to wait before the next attempt, in milliseconds. */
    public long next() {
        long millis = nextMillis;
        nextMillis = Math.min(mostMillis, millis * 2);
        return jitter ? millis * (80 + ThreadLocalRandom.current().nextInt(41)) / 100 : millis;
    }

    /** An attempt succeeded. */
    public void reset() {
        nextMillis = firstMillis;
    }

    /** Whether an attempt failed since the last success. */
    public boolean isWaiting() {
        return nextMillis != firstMillis;
    }
}
