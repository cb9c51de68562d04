package io.ternmq.journal;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a journal small and quick to open: takes checkpoints, copies live records of the oldest
 * segment forward, trims it. It decides when; its {@link Owner} knows what is live.
 *
 * <p>Either {@link #start} gives it a thread of its own, or a simulation calls {@link #step}. A
 * failure ends nothing: it is logged and tried again, and the journal grows meanwhile. Only damage
 * in a file that is still needed ends the giving up of files, until the next opening.
 */
public final class Housekeeping implements AutoCloseable {

    /** What the owner of a journal contributes. Called by one thread, never the writer's. */
    public interface Owner {

        /**
         * Takes a checkpoint ({@link Journal#beginCheckpoint}) and commits it. Returns when that is
         * done.
         */
        void checkpoint() throws JournalException;

        /**
         * Copies forward those of the given records that are live: appends a record that restates
         * what is known of each, and counts the copy instead of the original ({@link
         * Journal#live}). Returns when they are appended; they need not be durable.
         *
         * @param records of one segment, in order; payloads are copies
         * @return the bytes that were copied
         */
        long keep(List<StoredRecord> records) throws JournalException;

        /**
         * Everything live in the segments before {@code firstKept} was copied. Appends what else
         * must be restated for a full replay that begins there, forces, and returns the note for
         * {@link Journal#trim}.
         */
        ByteBuffer beforeTrim(Segment firstKept) throws JournalException;
    }

    /** What one piece of copying reads at the most, give or take a batch: 256 KiB. */
    static final int PIECE_BYTES = 256 << 10;

    /** The same in a hurry: 1 MiB. */
    static final int PIECE_BYTES_IN_A_HURRY = 1 << 20;

    /** How fast live records are copied while there is no hurry: 16 MiB a second. */
    static final long CALM_BYTES_A_SECOND = 16L << 20;

    private static final long IDLE_MS = 100;
    private static final long RETRY_MS = 1_000;
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    private final Journal journal;
    private final Owner owner;
    private final ReclaimPolicy policy = new ReclaimPolicy();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private @Nullable Thread thread;
    private boolean closed;

    /** The segment that is being copied, 0 for none, and how far. */
    private long copying;

    private long copiedTo = Journal.NONE;
    private long appendedAtCheckpoint;
    private long lastPieceBytes;
    private boolean damaged;

    /**
     * @param journal replayed
     */
    public Housekeeping(Journal journal, Owner owner) {
        this.journal = journal;
        this.owner = owner;
    }

    /** Begins to work on a thread of its own. */
    public void start() {
        Thread fresh = new Thread(null, this::run, "tern-journal-housekeeping", 0, false);
        fresh.setDaemon(true);
        fresh.setContextClassLoader(Housekeeping.class.getClassLoader());
        thread = fresh;
        fresh.start();
    }

    private void run() {
        boolean failed = false;
        long waitNs = 0;
        while (!closedWithin(waitNs)) {
            try {
                waitNs = step() ? pause() : TimeUnit.MILLISECONDS.toNanos(IDLE_MS);
                failed = false;
            } catch (JournalException | RuntimeException e) {
                if (!failed && !isClosed()) {
                    LOG.log(
                            Level.WARNING,
                            "TERN0112 the journal in "
                                    + journal.directory()
                                    + " cannot be tidied up for now; it goes on and grows",
                            e);
                }
                failed = true;
                waitNs = TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
            }
        }
    }

    /** Copying takes its time unless the disk fills faster. */
    private long pause() {
        long bytes = lastPieceBytes;
        lastPieceBytes = 0;
        double hurry = policy.hurry(journal.segments());
        double calmSeconds = (double) bytes / CALM_BYTES_A_SECOND;
        return (long) (calmSeconds * TimeUnit.SECONDS.toNanos(1) * (1 - hurry));
    }

    /**
     * Does one bounded piece of work, if there is any.
     *
     * @return whether something was done
     */
    public boolean step() throws JournalException {
        List<Segment> segments = journal.segments();
        long limit = journal.trimLimit();
        Segment firstKept = policy.firstKept(segments, limit);
        if (!damaged && firstKept.number() != segments.get(0).number()) {
            journal.trim(firstKept.number(), owner.beforeTrim(firstKept));
            copying = 0;
            return true;
        }
        JournalMetrics metrics = journal.metrics();
        long since = metrics.appendedBytes() - appendedAtCheckpoint;
        boolean shortOfSpace = journal.space() == Space.RESERVE_ONLY;
        Segment oldest = segments.get(0);
        if (!damaged && policy.copyFirst(segments, limit, since, metrics.lastCheckpointBytes())) {
            copyPiece(oldest, PIECE_BYTES_IN_A_HURRY);
            return true;
        }
        if (policy.checkpointDue(
                segments,
                limit,
                since,
                metrics.lastCheckpointBytes(),
                lastCheckpointSegment(),
                shortOfSpace)) {
            owner.checkpoint();
            appendedAtCheckpoint = metrics.appendedBytes();
            return true;
        }
        if (!damaged && oldest.number() < limit && policy.worthCopying(segments)) {
            copyPiece(oldest, PIECE_BYTES);
            return true;
        }
        return false;
    }

    private long lastCheckpointSegment() {
        List<StoredCheckpoint> checkpoints = journal.checkpoints();
        return checkpoints.isEmpty() ? 0 : Position.file(checkpoints.get(0).position());
    }

    private void copyPiece(Segment oldest, int pieceBytes) throws JournalException {
        if (copying != oldest.number()) {
            copying = oldest.number();
            copiedTo = Journal.NONE;
        }
        List<StoredRecord> piece = new ArrayList<>();
        long[] bytes = new long[1];
        long reached;
        try {
            reached =
                    journal.scan(
                            copying,
                            copiedTo,
                            pieceBytes,
                            (position, type, payload) -> {
                                byte[] copy = new byte[payload.remaining()];
                                payload.get(copy);
                                bytes[0] += copy.length;
                                piece.add(
                                        new StoredRecord(
                                                position,
                                                type,
                                                ByteBuffer.wrap(copy).asReadOnlyBuffer()));
                            });
        } catch (JournalCorruptException e) {
            // what cannot be read cannot be copied, so nothing may be deleted any more
            damaged = true;
            LOG.log(
                    Level.ERROR,
                    "TERN0113 no file of the journal in "
                            + journal.directory()
                            + " is given up any more, since one that is still needed is damaged;"
                            + " take what it holds and restore a backup",
                    e);
            return;
        }
        if (reached == Journal.NONE) {
            copying = 0;
            damaged = true;
            LOG.log(
                    Level.ERROR,
                    "TERN0114 no file of the journal in {0} is given up any more: {1} still counts"
                            + " live bytes, but nothing in it is live",
                    journal.directory(),
                    oldest);
            return;
        }
        copiedTo = reached;
        long copied = owner.keep(piece);
        journal.copied(copied);
        lastPieceBytes = bytes[0];
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean closedWithin(long waitNs) {
        lock.lock();
        try {
            long left = waitNs;
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            return true; // nobody interrupts it but who wants it to end
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread; waits for the piece that it is at. A second call is silent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        boolean interrupted = false;
        while (running != null && running.isAlive() && running != Thread.currentThread()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
