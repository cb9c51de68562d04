package io.ternmq.journal.tests;

import java.util.SplittableRandom;

/** Where chance comes from. */
public final class Seeds {

    private Seeds() {}

    /** The seed of a run: the property {@code seed}, or a new one; printed either way. */
    public static long ofRun(String what) {
        long seed = Long.getLong("seed", System.nanoTime() & 0xFFFF_FFFFL);
        System.out.println(what + " runs with -Dseed=" + seed);
        return seed;
    }

    /** Chance that depends on these numbers alone. */
    public static SplittableRandom random(long seed, long number) {
        return new SplittableRandom(mix(seed, number));
    }

    /** One number from two. */
    public static long mix(long seed, long number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number).nextLong();
    }
}
