package io.ternmq.broker.runtime;

import io.ternmq.broker.runtime.MemoryBatch.Entry;
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
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A journal in memory, with the promises of the real one and no more: what was not forced is lost
 * in a {@link #crash}. It can be told to fail. A position is the number of a record, from 1.
 *
 * <p>It remembers what it gave up, so that it can crash at any moment of its past.
 */
public final class MemoryJournal implements Journal {

    /** Begins with the record behind {@code before}. */
    private static final class Part {
        final long number;
        final long before;
        final List<Long> marks;
        long live;

        Part(long number, long before, List<Long> marks) {
            this.number = number;
            this.before = before;
            this.marks = marks;
        }
    }

    /** What became of it, at the durable position of that moment. */
    private sealed interface Event {
        long durable();
    }

    private record Trimmed(long durable, long firstKept, byte[] note) implements Event {}

    private record Committed(long durable, MemoryCheckpoint checkpoint) implements Event {}

    private final UUID id;
    private final List<Entry> entries;
    private final List<Part> parts = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<MemoryCheckpoint> found;
    private final int batchRecords;
    private final int segmentRecords;
    private final AtomicInteger forces = new AtomicInteger();
    private List<Long> marks = List.of();
    private boolean begun;
    private volatile long durable;
    private volatile boolean failing;
    private volatile Space space = Space.PLENTY;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean refusingCheckpoints;
    private Runnable appended = () -> {};

    public MemoryJournal() {
        this(3, 100_000); // small batches, so that decisions span them; one segment
    }

    /**
     * @param batchRecords how many records a batch holds
     * @param segmentRecords after how many a new segment begins
     */
    MemoryJournal(int batchRecords, int segmentRecords) {
        this(UUID.randomUUID(), List.of(), batchRecords, segmentRecords, List.of());
    }

    private MemoryJournal(
            UUID id, List<Entry> entries, int batchRecords, int segmentRecords, List<Event> past) {
        this.id = id;
        this.entries = new ArrayList<>(entries);
        this.batchRecords = batchRecords;
        this.segmentRecords = segmentRecords;
        this.durable = entries.size();
        this.events.addAll(past);
        List<MemoryCheckpoint> checkpoints = retained();
        Collections.reverse(checkpoints);
        this.found = List.copyOf(checkpoints);
    }

    /** What a new opening finds after a crash that kept the first {@code records} records. */
    public synchronized MemoryJournal crash(long records) {
        MemoryJournal left =
                new MemoryJournal(
                        id,
                        entries.subList(0, (int) records),
                        batchRecords,
                        segmentRecords,
                        events.stream().filter(event -> event.durable() <= records).toList());
        for (Part part : parts) {
            if (part.before < records) {
                left.parts.add(new Part(part.number, part.before, part.marks));
            }
        }
        return left;
    }

    /** A journal that lost one record in the middle, by its position. */
    public synchronized MemoryJournal without(long position) {
        List<Entry> left = new ArrayList<>(entries);
        left.remove((int) position - 1);
        return new MemoryJournal(id, left, batchRecords, segmentRecords, List.of());
    }

    /** What {@link #space} says from now on. */
    public void space(Space value) {
        space = value;
    }

    /** How many records were read by position. */
    public int reads() {
        return reads.get();
    }

    /** From now on every append and force fails. */
    public void fail() {
        failing = true;
    }

    /** From now on checkpoints find no space, or do again. */
    void refuseCheckpoints(boolean value) {
        refusingCheckpoints = value;
    }

    /** Called whenever something was appended. */
    void onAppend(Runnable listener) {
        appended = listener;
    }

    public int forces() {
        return forces.get();
    }

    /** Flips a bit of the newest checkpoint but {@code older}, in a piece of it. */
    synchronized void flip(int older, int piece, int bit) {
        List<MemoryCheckpoint> checkpoints = retained();
        byte[] bytes = checkpoints.get(checkpoints.size() - 1 - older).pieces.get(piece).payload();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    synchronized int pieces(int older) {
        List<MemoryCheckpoint> checkpoints = retained();
        return checkpoints.get(checkpoints.size() - 1 - older).pieces.size();
    }

    /** Forgets the newest checkpoint, as if someone had deleted its file. */
    synchronized void deleteNewestCheckpoint() {
        MemoryCheckpoint newest = retained().get(retained().size() - 1);
        events.removeIf(event -> event instanceof Committed c && c.checkpoint == newest);
    }

    private List<MemoryCheckpoint> retained() {
        List<MemoryCheckpoint> all = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Committed committed) {
                all.add(committed.checkpoint);
            }
        }
        return new ArrayList<>(all.subList(Math.max(0, all.size() - 2), all.size()));
    }

    private Trimmed trimmed() {
        Trimmed last = new Trimmed(0, 0, new byte[0]);
        for (Event event : events) {
            if (event instanceof Trimmed trimmed) {
                last = trimmed;
            }
        }
        return last;
    }

    /** The position before the first that is retained. */
    private long lost() {
        long firstKept = trimmed().firstKept;
        for (Part part : parts) {
            if (part.number == firstKept) {
                return part.before;
            }
        }
        return 0;
    }

    private List<Part> keptParts() {
        long firstKept = trimmed().firstKept;
        return parts.stream().filter(part -> part.number >= firstKept).toList();
    }

    private long end(Part part) {
        int next = parts.indexOf(part) + 1;
        return next < parts.size() ? parts.get(next).before : entries.size();
    }

    private Part partOf(long position) {
        Part found = parts.get(0);
        for (Part part : parts) {
            if (part.before < position) {
                found = part;
            }
        }
        return found;
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
        replay(lost(), visitor);
    }

    @Override
    public void replay(StoredCheckpoint from, RecordVisitor visitor) {
        replay(from.position(), visitor);
    }

    private void replay(long after, RecordVisitor visitor) {
        for (long position = after + 1; position <= entries.size(); position++) {
            Entry entry = entries.get((int) position - 1);
            visitor.record(
                    position, entry.type(), ByteBuffer.wrap(entry.payload()).asReadOnlyBuffer());
        }
    }

    @Override
    public RecordBatch newBatch() {
        return new MemoryBatch(batchRecords);
    }

    @Override
    public synchronized long append(RecordBatch batch) throws JournalException {
        check();
        MemoryBatch mine = (MemoryBatch) batch;
        mine.first = entries.size() + 1L;
        Part current = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (!begun || entries.size() - current.before >= segmentRecords) {
            begun = true;
            parts.add(new Part(current == null ? 1 : current.number + 2, entries.size(), marks));
        }
        entries.addAll(mine.records);
        appended.run();
        return entries.size();
    }

    @Override
    public synchronized long force() throws JournalException {
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
    public synchronized long appendedPosition() {
        return entries.size();
    }

    @Override
    public synchronized StoredRecord read(long position) throws JournalException {
        reads.incrementAndGet();
        if (position <= lost() || position > entries.size()) {
            throw new JournalException("there is no record at " + position);
        }
        return stored(position);
    }

    private StoredRecord stored(long position) {
        Entry entry = entries.get((int) position - 1);
        return new StoredRecord(
                position, entry.type(), ByteBuffer.wrap(entry.payload()).asReadOnlyBuffer());
    }

    @Override
    public List<StoredCheckpoint> checkpoints() {
        return List.copyOf(found);
    }

    @Override
    public ByteBuffer startNote() {
        return ByteBuffer.wrap(trimmed().note).asReadOnlyBuffer();
    }

    @Override
    public synchronized void marks(long... values) {
        marks = Arrays.stream(values).boxed().toList();
    }

    @Override
    public synchronized CheckpointWriter beginCheckpoint() {
        return new Draft(entries.size());
    }

    @Override
    public synchronized List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Part part : keptParts()) {
            long bytes = 0;
            for (long position = part.before + 1; position <= end(part); position++) {
                bytes += entries.get((int) position - 1).payload().length;
            }
            segments.add(new Segment(part.number, bytes, diskBytes(), part.live, part.marks));
        }
        return segments;
    }

    /** Files are filled with zeros in advance. */
    private long diskBytes() {
        return segmentRecords * 100L;
    }

    @Override
    public boolean salvaged() {
        return false;
    }

    @Override
    public synchronized void live(long position, long bytes) {
        if (position != NONE && position <= entries.size()) {
            partOf(position).live += bytes;
        }
    }

    @Override
    public synchronized long scan(long segment, long after, int maxBytes, RecordVisitor visitor)
            throws JournalException {
        for (Part part : keptParts()) {
            if (part.number == segment) {
                long last = NONE;
                long bytes = 0;
                long position = Math.max(part.before, after) + 1;
                while (position <= end(part) && bytes < maxBytes) {
                    StoredRecord record = stored(position);
                    visitor.record(position, record.type(), record.payload());
                    bytes += record.payload().remaining();
                    last = position++;
                }
                return last;
            }
        }
        throw new JournalException("there is no segment " + segment);
    }

    @Override
    public synchronized void trim(long firstKept, ByteBuffer note) {
        if (firstKept > trimLimit()) {
            throw new IllegalArgumentException(firstKept + " is needed by a checkpoint");
        }
        for (Part part : keptParts()) {
            if (part.number < firstKept && part.live != 0) {
                throw new IllegalArgumentException(
                        "segment " + part.number + " holds " + part.live + " live bytes");
            }
        }
        byte[] bytes = new byte[note.remaining()];
        note.duplicate().get(bytes);
        events.add(new Trimmed(durable, firstKept, bytes));
    }

    @Override
    public synchronized long trimLimit() {
        List<MemoryCheckpoint> checkpoints = retained();
        return checkpoints.size() < 2 ? 0 : partOf(checkpoints.get(0).position).number;
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public synchronized JournalMetrics metrics() {
        long bytes = entries.stream().mapToLong(entry -> entry.payload().length).sum();
        long live = parts.stream().mapToLong(part -> part.live).sum();
        List<MemoryCheckpoint> checkpoints = retained();
        return new JournalMetrics(
                0,
                entries.size(),
                bytes,
                0,
                forces.get(),
                List.of(),
                parts.size(),
                parts.size() - keptParts().size(),
                0,
                keptParts().size(),
                keptParts().size() * diskBytes(),
                live,
                checkpoints.size(),
                0,
                checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).bytes(),
                0);
    }

    @Override
    public void close() {}

    private record MemoryCheckpoint(long number, long position, List<Entry> pieces)
            implements StoredCheckpoint {
        @Override
        public long takenAtMs() {
            return 0;
        }

        @Override
        public long bytes() {
            return pieces.stream().mapToLong(piece -> piece.payload().length).sum();
        }

        @Override
        public void read(Visitor visitor) {
            for (Entry piece : pieces) {
                visitor.record(piece.type(), ByteBuffer.wrap(piece.payload()).asReadOnlyBuffer());
            }
        }
    }

    private final class Draft implements CheckpointWriter {

        private final long position;
        private final List<Entry> pieces = new ArrayList<>();

        Draft(long position) {
            this.position = position;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void add(int type, byte[] payload, int offset, int length) throws JournalException {
            if (refusingCheckpoints) {
                throw new JournalException("no space left on device");
            }
            pieces.add(new Entry(type, Arrays.copyOfRange(payload, offset, offset + length)));
        }

        @Override
        public void commit() {
            synchronized (MemoryJournal.this) {
                if (position > durable) {
                    throw new IllegalStateException(position + " is not durable");
                }
                long number = events.stream().filter(event -> event instanceof Committed).count();
                events.add(
                        new Committed(durable, new MemoryCheckpoint(number + 1, position, pieces)));
            }
        }

        @Override
        public void close() {}
    }
}
