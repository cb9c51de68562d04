package io.ternmq.journal;

import java.util.List;

/**
 * When a checkpoint is due and what of a journal is worth copying. Holds no state.
 *
 * <p>The aim is a disk use of at most three times what is live, and three files: two of them are
 * reserved ahead, one is for what is appended while copying goes on. Copying begins where that is
 * about to be passed: earlier, a queue that is worked through in its order would be copied though
 * its files are about to die by themselves.
 */
final class ReclaimPolicy {

    /** What the files may take for each live byte. */
    static final int DISK_FOR_LIVE = 3;

    /** An oldest file with at most one part in this many live is mostly dead. */
    private static final int MOSTLY_DEAD = 4;

    /** What the files may take for each live byte before mostly dead ones are copied. */
    private static final int DISK_FOR_LIVE_IF_MOSTLY_DEAD = 2;

    /** Copying is in full hurry this part of a file past the point where it began. */
    private static final double HURRY_FILES = 0.5;

    /**
     * Copying begins this part of what is live before the aim is passed: what is appended meanwhile
     * has room then, if copying is a few times faster.
     */
    private static final int ROOM_FOR_COPYING = 4;

    /** However little is live, these stay. Of a file mostly dead not much is copied. */
    private static final int FILES_IF_MOSTLY_DEAD = 2;

    /** A checkpoint is written once this many times its size was appended. */
    private static final int CHECKPOINT_SPACING = 4;

    /** Copying in a hurry may put a checkpoint off until this many times that. */
    private static final int LATEST_CHECKPOINT = 8;

    /** The oldest segment that has to stay. */
    Segment firstKept(List<Segment> segments, long trimLimit) {
        for (Segment segment : segments) {
            if (segment.liveBytes() != 0 || segment.number() >= trimLimit) {
                return segment;
            }
        }
        return segments.get(segments.size() - 1);
    }

    /** Whether the live records of the oldest segment should be copied forward. */
    boolean worthCopying(List<Segment> segments) {
        return segments.size() > 1 && overBudget(segments) > 0;
    }

    /** How much copying is late, from 0 for not at all to 1. */
    double hurry(List<Segment> segments) {
        double files = (double) overBudget(segments) / fileBytes(segments);
        return Math.max(0, Math.min(1, files / HURRY_FILES));
    }

    private static long overBudget(List<Segment> segments) {
        Segment oldest = segments.get(0);
        long live = segments.stream().mapToLong(Segment::liveBytes).sum();
        long disk = segments.stream().mapToLong(Segment::diskBytes).sum();
        boolean mostlyDead = oldest.liveBytes() <= oldest.bytes() / MOSTLY_DEAD;
        long budget =
                mostlyDead
                        ? DISK_FOR_LIVE_IF_MOSTLY_DEAD * live
                                + FILES_IF_MOSTLY_DEAD * fileBytes(segments)
                        : DISK_FOR_LIVE * live - live / ROOM_FOR_COPYING;
        return disk - budget;
    }

    /**
     * Whether copying cannot wait for a checkpoint: none is needed for giving up what is copied.
     */
    boolean copyFirst(List<Segment> segments, long trimLimit, long since, long lastBytes) {
        return segments.get(0).number() < trimLimit
                && hurry(segments) >= 1
                && since < LATEST_CHECKPOINT * spacing(segments, lastBytes);
    }

    private static long spacing(List<Segment> segments, long lastBytes) {
        return Math.max(fileBytes(segments), CHECKPOINT_SPACING * lastBytes);
    }

    /**
     * Whether a checkpoint is due.
     *
     * @param since bytes appended since the last one
     * @param lastBytes its size, 0 if there is none
     * @param lastSegment the segment of its position, 0 if there is none
     */
    boolean checkpointDue(
            List<Segment> segments,
            long trimLimit,
            long since,
            long lastBytes,
            long lastSegment,
            boolean shortOfSpace) {
        long file = fileBytes(segments);
        if (since >= spacing(segments, lastBytes)) {
            return true;
        }
        // without newer checkpoints the oldest files cannot go
        boolean held = segments.get(0).number() >= trimLimit && segments.size() > 1;
        // another one, and the older of the two is the newest of now
        boolean helps = trimLimit < lastSegment || since >= file;
        boolean overBudget = helps && overBudget(segments) > 0;
        return held && (overBudget || ((helps || since > 0) && shortOfSpace));
    }

    private static long fileBytes(List<Segment> segments) {
        return Math.max(1, segments.get(segments.size() - 1).diskBytes());
    }
}
