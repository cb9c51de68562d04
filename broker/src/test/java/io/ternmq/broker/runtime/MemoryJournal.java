package io.ternmq.broker.runtime;

import io.ternmq.journal.CheckpointWriter;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.journal.RecordBatch;
import io.ternmq.journal.RecordVisitor;
import io.ternmq.journal.Segment;
import io.ternmq.journal.Space;
import io.ternmq.journal.StoredCheckpoint;
import io.ternmq.journal.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A journal in memory, with the promises of the real one and no more: what was not forced is lost
 * in a {@link #crash}. It can be told to fail.
 */
public final class MemoryJournal implements Journal {

    private record Entry(int type, byte[] payload) {}

    private final UUID id;
    private final List<Entry> entries;
    private volatile long durable;
    private volatile boolean failing;
    private volatile Space space = Space.PLENTY;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger forces = new AtomicInteger();

    public MemoryJournal() {
        this(UUID.randomUUID(), List.of());
    }

    private MemoryJournal(UUID id, List<Entry> entries) {
        this.id = id;
        this.entries = new CopyOnWriteArrayList<>(entries);
        this.durable = entries.size();
    }

    /** What a new opening finds after a crash that kept the first {@code records} records. */
    public MemoryJournal crash(long records) {
        return new MemoryJournal(id, new ArrayList<>(entries.subList(0, (int) records)));
    }

    /** A journal that lost one record in the middle, by its position. */
    public MemoryJournal without(long position) {
        List<Entry> left = new ArrayList<>(entries);
        left.remove((int) position - 1);
        return new MemoryJournal(id, left);
    }

    /** From now on every append and force fails. */
    public void fail() {
        failing = true;
    }

    /** What {@link #space} says from now on. */
    public void space(Space value) {
        space = value;
    }

    /** How many records were read by position. */
    public int reads() {
        return reads.get();
    }

    public int forces() {
        return forces.get();
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Path directory() {
        return Path.of("memory");
    }

    @Override
    public void replay(RecordVisitor visitor) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            visitor.record(i + 1, entry.type, ByteBuffer.wrap(entry.payload).asReadOnlyBuffer());
        }
    }

    @Override
    public RecordBatch newBatch() {
        return new Batch();
    }

    @Override
    public long append(RecordBatch batch) throws JournalException {
        check();
        Batch mine = (Batch) batch;
        mine.first = entries.size() + 1L;
        entries.addAll(mine.records);
        return entries.size();
    }

    @Override
    public long force() throws JournalException {
        check();
        forces.incrementAndGet();
        durable = entries.size();
        return durable;
    }

    private void check() throws JournalException {
        if (failing) {
            throw new JournalException("the disk is gone");
        }
    }

    @Override
    public long durablePosition() {
        return durable;
    }

    @Override
    public long appendedPosition() {
        return entries.size();
    }

    @Override
    public StoredRecord read(long position) {
        reads.incrementAndGet();
        Entry entry = entries.get((int) position - 1);
        return new StoredRecord(
                position, entry.type, ByteBuffer.wrap(entry.payload).asReadOnlyBuffer());
    }

    @Override
    public List<StoredCheckpoint> checkpoints() {
        return List.of();
    }

    @Override
    public ByteBuffer startNote() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public void replay(StoredCheckpoint from, RecordVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void marks(long... marks) {}

    @Override
    public CheckpointWriter beginCheckpoint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Segment> segments() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void live(long position, long bytes) {}

    @Override
    public boolean salvaged() {
        return false;
    }

    @Override
    public void forgetLive() {}

    @Override
    public long scan(long segment, long after, int maxBytes, RecordVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void trim(long firstKept, ByteBuffer note) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long trimLimit() {
        return 0;
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public JournalMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    private static final class Batch implements RecordBatch {

        private final List<Entry> records = new ArrayList<>();
        private long first;

        @Override
        public int add(int type, byte[] payload, int offset, int length) {
            records.add(new Entry(type, Arrays.copyOfRange(payload, offset, offset + length)));
            return records.size() - 1;
        }

        @Override
        public boolean fits(int length) {
            return records.size() < 3; // small, so that decisions span batches
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
}
