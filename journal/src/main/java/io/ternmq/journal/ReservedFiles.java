package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The space of the next files: two files full of zeros, kept ahead by a thread of its own, which
 * the writer renames when it rolls. No file of the journal is ever sparse, so that a full disk
 * shows here as an error and never as a signal.
 *
 * <p>A file has a name that says complete only after it was forced; such files outlive the opening,
 * and the next one takes them over ({@link ReservedSpace}). When one cannot be filled, for lack of
 * space or for any other fault of the disk, that is said once and tried again each second.
 */
final class ReservedFiles implements AutoCloseable {

    /** How many files are kept ahead. */
    static final int AHEAD = 2;

    /** How long the thread rests before its first file, and after each one that failed. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final System.Logger LOG = System.getLogger(ReservedFiles.class.getName());

    /**
     * @param limitBytes up to where it may be written
     * @param spaceBytes what it takes of the disk
     */
    record Reserved(Path path, long limitBytes, long spaceBytes) {

        Reserved(Path path, JournalOptions options) {
            this(path, options.fileSizeBytes(), ChronicleStore.spaceBytes(options));
        }
    }

    private final Path opening;
    private final JournalOptions options;
    private final SteadyFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Reserved> ready = new ArrayDeque<>();
    private long made;
    private boolean due;
    private long failures;
    private @Nullable Throwable lastFailure;
    private @Nullable Thread filler;
    private volatile Space space = Space.PLENTY;
    private volatile boolean stop;

    /**
     * @param prepared what this opening begins with: one file at least
     */
    ReservedFiles(
            Path opening, JournalOptions options, SteadyFiles files, List<Reserved> prepared) {
        this.opening = opening;
        this.options = options;
        this.files = files;
        this.ready.addAll(prepared);
        this.made = prepared.size();
    }

    /** Begins to fill, after a pause: a journal that is closed at once reserves nothing. */
    void start() {
        Thread thread = new Thread(null, this::run, "tern-journal-reserve", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ReservedFiles.class.getClassLoader());
        filler = thread;
        thread.start();
    }

    /** Whether both files are there or will be soon. */
    Space space() {
        return space;
    }

    /** What is reserved at this moment. */
    long diskBytes() {
        lock.lock();
        try {
            return ready.stream().mapToLong(Reserved::spaceBytes).sum();
        } finally {
            lock.unlock();
        }
    }

    /** The files will be needed soon; the writer's thread. */
    void hurry() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes reserved space the next file; the writer's thread. The last file is given only once it
     * is known whether there will be another: so new work is refused before the reserve is begun,
     * not when it is used up. If there is none at all, waits for one try to fill it.
     *
     * @throws JournalFullException if there is no space; nothing was changed
     */
    Reserved giveTo(Path next) throws IOException {
        lock.lock();
        try {
            long before = failures;
            while (ready.isEmpty() || isUnknownWhetherMoreCome()) {
                if (ready.isEmpty() && failures > before) {
                    throw full();
                }
                due = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            Reserved first = ready.getFirst();
            Files.move(first.path(), next, StandardCopyOption.ATOMIC_MOVE);
            ready.removeFirst();
            // The rest before the first file is over once this opening has rolled.
            due |= filler != null;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUnknownWhetherMoreCome() {
        return ready.size() < AHEAD && space == Space.PLENTY && filler != null && !stop;
    }

    private JournalFullException full() {
        return new JournalFullException(
                "There is no room for the next file of the journal: cannot reserve "
                        + ChronicleStore.spaceBytes(options)
                        + " bytes in "
                        + opening
                        + ": "
                        + lastFailure
                        + ". Nothing was written and nothing is lost. Free some space on that"
                        + " disk; the journal tries again by itself.",
                lastFailure);
    }

    private void run() {
        Path filling = opening.resolve(ReservedSpace.FILLING);
        while (awaitNeed()) {
            try {
                if (fill(filling)) {
                    Path complete = opening.resolve(ReservedSpace.complete(++made));
                    Files.move(filling, complete, StandardCopyOption.ATOMIC_MOVE);
                    filled(new Reserved(complete, options));
                }
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** Waits until a file is to be filled; false when it is time to end. */
    private boolean awaitNeed() {
        lock.lock();
        try {
            long left = PAUSE_NANOS;
            while (!stop && (ready.size() >= AHEAD || (!due && left > 0))) {
                try {
                    if (ready.size() >= AHEAD) {
                        changed.await();
                    } else {
                        left = changed.awaitNanos(left);
                    }
                } catch (InterruptedException e) {
                    // Nobody ends this thread by an interrupt; close() does.
                    LOG.log(Level.DEBUG, "TERN0115 interrupted in {0}", opening);
                }
            }
            return !stop;
        } finally {
            lock.unlock();
        }
    }

    private boolean fill(Path filling) throws IOException {
        long bytes = ChronicleStore.spaceBytes(options);
        // Once as much again stays free: for checkpoints, without which nothing is ever trimmed,
        // and for directories. Some file systems cannot say what they have; those are just tried.
        long usable = opening.toFile().getUsableSpace();
        if (usable > 0 && usable < 2 * bytes) {
            throw new IOException(
                    "No space left on device: "
                            + usable
                            + " bytes are free, "
                            + 2 * bytes
                            + " are needed");
        }
        return ZeroFill.write(filling, bytes, files, () -> stop);
    }

    private void filled(Reserved file) {
        lock.lock();
        try {
            ready.addLast(file);
            due = true;
            if (ready.size() >= AHEAD && space == Space.RESERVE_ONLY) {
                space = Space.PLENTY;
                LOG.log(Level.INFO, "TERN0108 there is space for new work again in {0}", opening);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable e) {
        lock.lock();
        try {
            failures++;
            lastFailure = e;
            due = false;
            if (space == Space.PLENTY) {
                space = Space.RESERVE_ONLY;
                LOG.log(
                        Level.WARNING,
                        "TERN0108 cannot reserve "
                                + ChronicleStore.spaceBytes(options)
                                + " bytes for the next file in "
                                + opening
                                + ": no new work is taken; free some space, it is tried again each"
                                + " second",
                        e);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. Complete files stay for the next opening. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            stop = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread running = filler;
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(opening.resolve(ReservedSpace.FIRST));
    }
}
