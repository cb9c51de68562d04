package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private final List<StoredFile> recovered;
    private final Map<Long, StoredFile> files = new ConcurrentHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();

    private volatile long appended;
    private volatile long durable;
    private volatile boolean closed;
    private boolean replayed;
    private @Nullable JournalException failure;

    private ChronicleJournal(
            UUID id,
            Path directory,
            JournalOptions options,
            JournalLock lock,
            BatchWriter writer,
            RecoveredJournal found) {
        this.id = id;
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.writer = writer;
        this.recovered = found.files();
        recovered.forEach(file -> files.put(file.number(), file));
        files.put(writer.current().number(), writer.current());
        appended = found.lastPosition();
        durable = found.lastPosition();
    }

    static Journal open(Path directory, JournalOptions options, ForcePolicy policy)
            throws JournalException {
        try {
            ChronicleEnvironment.prepare();
            return openChecked(directory, options, new SteadyFiles(policy));
        } catch (JournalException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            throw new JournalException(
                    "Journal "
                            + directory
                            + " cannot be opened: "
                            + e
                            + ". It must be a directory on a local disk that this process may"
                            + " write; give it the right to, or give another directory.",
                    e);
        }
    }

    private static Journal openChecked(Path given, JournalOptions options, SteadyFiles steady)
            throws IOException {
        steady.createDirectories(given);
        Path directory = given.toRealPath();
        JournalLock lock = JournalLock.acquire(directory);
        ChronicleJournal journal = null;
        try {
            DirectoryLayout layout = DirectoryLayout.list(directory);
            UUID id = JournalIdentity.of(directory, !layout.files().isEmpty(), steady).id();
            RecoveredJournal found = Recovery.run(layout, id);
            forceAll(layout, steady);
            BatchWriter writer = new BatchWriter(id, directory, options, steady, found);
            journal = new ChronicleJournal(id, directory, options, lock, writer, found);
            removeNeedless(layout, found);
            LOG.log(
                    Level.INFO,
                    "TERN0100 journal {0} in {1}: {2} files with records, next file {3}",
                    id,
                    directory,
                    found.files().size(),
                    found.nextFile());
            return journal;
        } finally {
            if (journal == null) {
                lock.close();
            }
        }
    }

    /**
     * What recovery read may have been in the page cache only; a power cut would still take it.
     * Every file, since a dropped one must not come back changed either.
     */
    private static void forceAll(DirectoryLayout layout, SteadyFiles steady) throws IOException {
        for (FilePlace file : layout.files().values()) {
            steady.force(file.path());
        }
        for (long epoch : layout.epochs()) {
            steady.forceDirectory(DirectoryLayout.opening(layout.directory(), epoch));
        }
        steady.force(layout.directory().resolve(JournalIdentity.FILE));
        steady.forceDirectory(layout.directory());
    }

    /** Disk space that no record needs, now that the new file's header is durable. */
    private static void removeNeedless(DirectoryLayout layout, RecoveredJournal found) {
        try {
            layout.removeSpares();
            for (FilePlace file : found.empty()) {
                DirectoryLayout.remove(file);
            }
            if (found.lastIsClean()) {
                found.files().get(found.files().size() - 1).cutSpareTail();
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "TERN0102 cannot give back space in "
                            + layout.directory()
                            + " that no record needs",
                    e);
        }
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
        writing.lock();
        try {
            checkUsable();
            if (replayed) {
                throw new IllegalStateException("a journal is replayed once, before appending");
            }
            replayed = true;
            for (StoredFile file : recovered) {
                replay(file, visitor);
            }
        } catch (IOException e) {
            throw new JournalException("Journal " + directory + " cannot be replayed: " + e, e);
        } finally {
            writing.unlock();
        }
    }

    private void replay(StoredFile file, RecordVisitor visitor) throws IOException {
        DocumentWalker walker = new DocumentWalker(file.map(), id, file.place(), file.end());
        while (walker.next()) {
            if (!walker.isFileHeader()) {
                walker.records(file.number(), visitor);
            }
        }
        if (walker.stoppedAt() != file.end()) {
            throw new JournalCorruptException(
                    file.path(), walker.stoppedAt(), "it was whole when the journal was opened");
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
                files.put(writer.current().number(), writer.current());
            }
            writer.append(batch, durable);
            appended = batch.position(batch.count() - 1);
            return appended;
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
        StoredFile file = files.get(Position.file(position));
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
        return Space.PLENTY;
    }

    @Override
    public JournalMetrics metrics() {
        throw new UnsupportedOperationException();
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
            LOG.log(Level.DEBUG, "TERN0107 closing {0} and {1}", open, held);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "TERN0106 journal " + directory + " did not close cleanly", e);
        }
    }
}
