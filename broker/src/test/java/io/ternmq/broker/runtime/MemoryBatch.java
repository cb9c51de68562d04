package io.ternmq.broker.runtime;

import io.ternmq.journal.RecordBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The batch of a {@link MemoryJournal}. */
final class MemoryBatch implements RecordBatch {

    /** A record as it is stored. */
    record Entry(int type, byte[] payload) {}

    private final int most;

    final List<Entry> records = new ArrayList<>();
    long first;

    MemoryBatch(int most) {
        this.most = most;
    }

    @Override
    public int add(int type, byte[] payload, int offset, int length) {
        records.add(new Entry(type, Arrays.copyOfRange(payload, offset, offset + length)));
        return records.size() - 1;
    }

    @Override
    public boolean fits(int length) {
        return records.size() < most;
    }

    @Override
    public int count() {
        return records.size();
    }

    @Override
    public int sizeBytes() {
        return records.stream().mapToInt(record -> record.payload.length).sum();
    }

    @Override
    public long position(int index) {
        return first + index;
    }

    @Override
    public void clear() {
        records.clear();
    }
}
