package io.ternmq.journal;

import java.util.List;
import java.util.SortedMap;

/**
 * What is in a journal that is closed.
 *
 * @param files oldest first
 * @param types how many records of each type there are, and their bytes
 * @param batchRecords how many batches had 1, 2–3, 4–7, 8–15 … records; see {@link
 *     JournalMetrics#BATCH_BUCKETS}
 * @param checkpointBytes what the checkpoints take
 */
public record JournalStatistics(
        List<OfFile> files,
        SortedMap<Integer, OfType> types,
        List<Long> batchRecords,
        long checkpointBytes) {

    /**
     * One file.
     *
     * @param diskBytes its length
     * @param bytes of whole batches
     */
    public record OfFile(long number, long diskBytes, long batches, long records, long bytes) {}

    /**
     * One type of records.
     *
     * @param bytes of payloads
     */
    public record OfType(long records, long bytes) {}

    public JournalStatistics {
        files = List.copyOf(files);
        batchRecords = List.copyOf(batchRecords);
    }
}
