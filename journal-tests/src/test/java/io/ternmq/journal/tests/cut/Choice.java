package io.ternmq.journal.tests.cut;

import java.util.SplittableRandom;

/**
 * Decides for one image which version of each thing the power cut left. Things that have one
 * version only are not counted. Not threadsafe.
 */
final class Choice {

    /** How the image is made. */
    enum Kind {
        ALL_OLD,
        ALL_NEW,
        ONLY_THE_FIRST_NEW,
        ONLY_THE_LAST_NEW,
        ONLY_THE_FIRST_OLD,
        ONLY_THE_LAST_OLD,
        EVERY_SECOND_NEW,
        EVERY_SECOND_OLD,
        RANDOM
    }

    private final Kind kind;
    private final boolean sectors;
    private final SplittableRandom random;
    private final double newest;
    private int things;
    private int seen;

    Choice(Kind kind, boolean sectors, SplittableRandom random) {
        this.kind = kind;
        this.sectors = sectors;
        this.random = random;
        double[] odds = {0.1, 0.5, 0.9};
        this.newest = odds[random.nextInt(odds.length)];
    }

    /** Whether 512 bytes are written at once, not 4 KiB. */
    boolean sectors() {
        return sectors;
    }

    /** Whether directory entries reach the disk in any order. */
    boolean unordered() {
        return kind == Kind.RANDOM && random.nextInt(4) == 0;
    }

    /** How many there are of which this must choose, told by a rehearsal. */
    void rehearsed() {
        things = seen;
        seen = 0;
    }

    boolean needsRehearsal() {
        return kind == Kind.ONLY_THE_LAST_NEW || kind == Kind.ONLY_THE_LAST_OLD;
    }

    /** One of so many versions, 0 the oldest. */
    int of(int versions) {
        if (versions == 1) {
            return 0;
        }
        int number = seen++;
        boolean isNew =
                switch (kind) {
                    case ALL_OLD -> false;
                    case ALL_NEW -> true;
                    case ONLY_THE_FIRST_NEW -> number == 0;
                    case ONLY_THE_LAST_NEW -> number == things - 1;
                    case ONLY_THE_FIRST_OLD -> number != 0;
                    case ONLY_THE_LAST_OLD -> number != things - 1;
                    case EVERY_SECOND_NEW -> number % 2 == 1;
                    case EVERY_SECOND_OLD -> number % 2 == 0;
                    case RANDOM -> random.nextDouble() < newest;
                };
        if (isNew) {
            return versions - 1;
        }
        return kind == Kind.RANDOM ? random.nextInt(versions) : 0;
    }
}
