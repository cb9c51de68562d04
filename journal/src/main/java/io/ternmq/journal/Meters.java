package io.ternmq.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what an opening does. Any thread. */
final class Meters {

    final AtomicLong batches = new AtomicLong();
    final AtomicLong records = new AtomicLong();
    final AtomicLong appendedBytes = new AtomicLong();
    final AtomicLong copiedBytes = new AtomicLong();
    final AtomicLong forces = new AtomicLong();
    final AtomicLong rolls = new AtomicLong();
    final AtomicLong trimmedSegments = new AtomicLong();
    final AtomicLong trimmedBytes = new AtomicLong();
    private final AtomicLongArray batchRecords = new AtomicLongArray(JournalMetrics.BATCH_BUCKETS);

    void appended(int count, int bytes) {
        batches.lazySet(batches.get() + 1);
        records.lazySet(records.get() + count);
        appendedBytes.lazySet(appendedBytes.get() + bytes);
        int bucket =
                Math.min(
                        JournalMetrics.BATCH_BUCKETS - 1,
                        Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count));
        batchRecords.lazySet(bucket, batchRecords.get(bucket) + 1);
    }

    List<Long> batchRecords() {
        List<Long> counts = new ArrayList<>(batchRecords.length());
        for (int i = 0; i < batchRecords.length(); i++) {
            counts.add(batchRecords.get(i));
        }
        return counts;
    }
}
