package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The journal over Chronicle Queue: owns one opening of a directory, with its lock, the recovered
 * files and the one that is being written. Appends, forces and close exclude each other; reads take
 * no lock. The first failure of an append or a force ends the opening.
 */
final class ChronicleJournal implements Journal {

    private static final System.Logger LOG = System.getLogger(ChronicleJournal.class.getName());

    private final UUID id;
    private final Path directory;
    private final JournalOptions options;
    private final JournalLock lock;
    private final BatchWriter writer;
    private final List<StoredFile> toReplay = new ArrayList<>();
    private final SegmentTable segments;
    private final Checkpoints checkpoints;
    private final Trimmer trimmer;
    private final Meters meters = new Meters();
    private final ReentrantLock writing = new ReentrantLock();

    private volatile long appended;
    private volatile long durable;
    private volatile boolean closed;
    private boolean replayed;
    private @Nullable JournalException failure;

    /**
     * @param lock held, and released with this
     * @param found what is to be replayed
     */
    ChronicleJournal(
            UUID id,
            Path directory,
            JournalOptions options,
            JournalLock lock,
            BatchWriter writer,
            SegmentTable segments,
            Checkpoints checkpoints,
            Trimmer trimmer,
            RecoveredJournal found) {
        this.id = id;
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.writer = writer;
        this.segments = segments;
        this.checkpoints = checkpoints;
        this.trimmer = trimmer;
        toReplay.addAll(found.files());
        if (!found.tail().isEmpty()) {
            toReplay.add(writer.current());
        }
        appended = writer.lastPosition();
        durable = appended;
        checkpoints.durablePosition(this::durablePosition);
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public void replay(RecordVisitor visitor) throws JournalException {
        replay(NONE, visitor);
    }

    @Override
    public void replay(StoredCheckpoint from, RecordVisitor visitor) throws JournalException {
        replay(from.position(), visitor);
    }

    private void replay(long after, RecordVisitor visitor) throws JournalException {
        writing.lock();
        try {
            checkUsable();
            if (meters.batches.get() > 0) {
                throw new IllegalStateException("a journal is replayed before appending");
            }
            replayed = true;
            for (StoredFile file : toReplay) {
                if (file.number() >= Position.file(after)) {
                    replay(file, after, visitor);
                }
            }
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException("Journal " + directory + " cannot be replayed: " + e, e);
        } finally {
            writing.unlock();
        }
    }

    private void replay(StoredFile file, long after, RecordVisitor visitor) throws IOException {
        SegmentReader reader = new SegmentReader(id, file);
        reader.behind(after);
        while (reader.next(visitor)) {
            checkUsable();
        }
    }

    @Override
    public RecordBatch newBatch() {
        return new BatchBuffer(options.maxBatchBytes());
    }

    @Override
    public long append(RecordBatch batch) throws JournalException {
        if (!(batch instanceof BatchBuffer buffer) || batch.count() == 0) {
            throw new IllegalArgumentException("append takes a batch of newBatch() with records");
        }
        if (buffer.sizeBytes() > options.maxBatchBytes()) {
            throw new IllegalArgumentException(
                    "the batch has "
                            + buffer.sizeBytes()
                            + " bytes; this journal takes at most "
                            + options.maxBatchBytes());
        }
        writing.lock();
        try {
            checkUsable();
            if (!replayed) {
                throw new IllegalStateException("replay the journal before the first append");
            }
            return appendLocked(buffer);
        } finally {
            writing.unlock();
        }
    }

    private long appendLocked(BatchBuffer batch) throws JournalException {
        try {
            if (writer.isFullFor(batch.sizeBytes())) {
                writer.roll(appended);
                durable = appended;
                segments.add(writer.current(), writer.currentDiskBytes(), null);
                meters.rolls.incrementAndGet();
            }
            boolean marked = writer.isMarked();
            writer.append(batch, durable);
            if (!marked) {
                segments.marked(writer.current().number(), writer.marks());
            }
            meters.appended(batch.count(), batch.sizeBytes());
            appended = batch.position(batch.count() - 1);
            return appended;
        } catch (JournalFullException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            throw failed("append to", e);
        }
    }

    @Override
    public long force() throws JournalException {
        writing.lock();
        try {
            checkUsable();
            return forceLocked();
        } finally {
            writing.unlock();
        }
    }

    private long forceLocked() throws JournalException {
        long target = appended;
        if (durable == target) {
            return target;
        }
        try {
            writer.force();
            meters.forces.incrementAndGet();
            durable = target;
            return target;
        } catch (IOException | RuntimeException | Error e) {
            throw failed("force", e);
        }
    }

    private void checkUsable() throws JournalException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new JournalException("Journal " + directory + " is closed");
        }
    }

    private JournalException failed(String what, Throwable cause) {
        JournalException first =
                new JournalException(
                        "Cannot "
                                + what
                                + " journal "
                                + directory
                                + ": "
                                + cause
                                + ". Nothing after position "
                                + Position.text(durable)
                                + " is durable. Close it, see to the disk, and open it again.",
                        cause);
        failure = first;
        return first;
    }

    @Override
    public long durablePosition() {
        return durable;
    }

    @Override
    public long appendedPosition() {
        return appended;
    }

    @Override
    public StoredRecord read(long position) throws JournalException {
        if (closed) {
            throw new JournalException("Journal " + directory + " is closed");
        }
        StoredFile file = segments.file(Position.file(position));
        if (file == null) {
            throw new JournalException(
                    "There is no record at position "
                            + Position.text(position)
                            + ": journal "
                            + directory
                            + " has no such file");
        }
        return file.read(position);
    }

    @Override
    public boolean salvaged() {
        return Files.exists(directory.resolve(JournalTools.SALVAGED));
    }

    @Override
    public List<StoredCheckpoint> checkpoints() {
        return List.copyOf(checkpoints.kept());
    }

    @Override
    public ByteBuffer startNote() {
        return ByteBuffer.wrap(trimmer.start().note()).asReadOnlyBuffer();
    }

    @Override
    public void marks(long... marks) {
        if (marks.length > Segment.MARKS) {
            throw new IllegalArgumentException(
                    marks.length + " marks were given; give at most " + Segment.MARKS);
        }
        long[] all = Arrays.copyOf(marks, Segment.MARKS);
        writer.marks(all);
        segments.marks(all);
    }

    @Override
    public CheckpointWriter beginCheckpoint() throws JournalException {
        writing.lock();
        try {
            checkUsable();
            long position = appended;
            StoredFile file = segments.file(Position.file(position));
            // all batches of a file that is not the last end where its records end
            return checkpoints.begin(
                    id, position, file == null ? 0 : file.end(), writer.nextSequence());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<Segment> segments() {
        return segments.segments();
    }

    @Override
    public void live(long position, long bytes) {
        segments.live(position, bytes);
    }

    @Override
    public long scan(long segment, long after, int maxBytes, RecordVisitor visitor)
            throws JournalException {
        StoredFile file = segments.file(segment);
        if (closed || file == null) {
            throw new JournalException(
                    "Journal " + directory + (closed ? " is closed" : " has no file " + segment));
        }
        try {
            SegmentReader reader = new SegmentReader(id, file);
            reader.behind(after);
            long begin = reader.offset();
            boolean more = true;
            while (more && reader.offset() - begin < maxBytes) {
                more = reader.next(visitor);
            }
            return reader.lastRecord();
        } catch (JournalException e) {
            throw e;
        } catch (IOException | InternalError e) {
            throw new JournalException("Journal file " + file.path() + " cannot be read: " + e, e);
        }
    }

    @Override
    public void trim(long firstKept, ByteBuffer note) throws JournalException {
        if (closed) {
            throw new JournalException("Journal " + directory + " is closed");
        }
        long limit = trimLimit();
        if (firstKept > limit) {
            throw new IllegalArgumentException(
                    "segment "
                            + firstKept
                            + " cannot become the first: the older checkpoint needs those from "
                            + limit
                            + " on");
        }
        for (Segment gone : trimmer.trim(firstKept, note)) {
            meters.trimmedSegments.incrementAndGet();
            meters.trimmedBytes.addAndGet(gone.diskBytes());
        }
    }

    @Override
    public long trimLimit() {
        return checkpoints.trimLimit();
    }

    @Override
    public void copied(long bytes) {
        meters.copiedBytes.addAndGet(bytes);
    }

    @Override
    public Space space() {
        return writer.reserve().space();
    }

    @Override
    public JournalMetrics metrics() {
        List<CheckpointFile> kept = checkpoints.kept();
        return new JournalMetrics(
                meters.batches.get(),
                meters.records.get(),
                meters.appendedBytes.get(),
                meters.copiedBytes.get(),
                meters.forces.get(),
                meters.batchRecords(),
                meters.rolls.get(),
                meters.trimmedSegments.get(),
                meters.trimmedBytes.get(),
                segments.count(),
                segments.diskBytes() + checkpoints.diskBytes() + writer.reserve().diskBytes(),
                segments.liveBytes(),
                checkpoints.committed(),
                kept.isEmpty() ? 0 : kept.get(0).takenAtMs(),
                kept.isEmpty() ? 0 : kept.get(0).bytes(),
                checkpoints.lastMs());
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                release();
            }
        } finally {
            writing.unlock();
        }
    }

    private void release() {
        try (JournalLock held = lock;
                BatchWriter open = writer) {
            if (failure == null && durable == appended) {
                open.appendLastWord();
            }
            LOG.log(Level.DEBUG, "TERN0107 closing {0} and {1}", open, held);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "TERN0106 journal " + directory + " did not close cleanly", e);
        }
    }
}
