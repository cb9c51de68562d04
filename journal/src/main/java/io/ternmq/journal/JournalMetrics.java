package io.ternmq.journal;

import java.util.List;

/**
 * What a journal did since it was opened, and what it holds.
 *
 * @param batches appended
 * @param records appended
 * @param appendedBytes of all batches, headers included, copies too
 * @param copiedBytes of these, what reclaim copied forward
 * @param forces of the file that was being written
 * @param batchRecords how many batches had 1, 2–3, 4–7, 8–15 … records; 16 numbers
 * @param rolls files begun after the first
 * @param trimmedSegments segments given up
 * @param trimmedBytes what they took of the disk
 * @param segments files that hold records
 * @param diskBytes what all files take, reserved ones and checkpoints too
 * @param liveBytes counted as needed
 * @param checkpoints committed
 * @param lastCheckpointAtMs when the newest was begun, milliseconds of the epoch; 0 for none
 * @param lastCheckpointBytes its size
 * @param lastCheckpointMs how long it took, milliseconds
 */
public record JournalMetrics(
        long batches,
        long records,
        long appendedBytes,
        long copiedBytes,
        long forces,
        List<Long> batchRecords,
        long rolls,
        long trimmedSegments,
        long trimmedBytes,
        int segments,
        long diskBytes,
        long liveBytes,
        long checkpoints,
        long lastCheckpointAtMs,
        long lastCheckpointBytes,
        long lastCheckpointMs) {

    /** How many numbers {@link #batchRecords} has. */
    public static final int BATCH_BUCKETS = 16;

    public JournalMetrics {
        batchRecords = List.copyOf(batchRecords);
    }

    /** What is on disk for records that nobody needs. */
    public long deadBytes() {
        return Math.max(0, diskBytes - liveBytes);
    }

    /** Bytes appended for each byte that was not a copy; 1.0 without reclaim. */
    public double writeAmplification() {
        long fresh = appendedBytes - copiedBytes;
        return fresh <= 0 ? 1.0 : (double) appendedBytes / fresh;
    }
}
