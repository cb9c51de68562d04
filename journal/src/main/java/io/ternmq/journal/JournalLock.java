package io.ternmq.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Holds a directory for one opening: a lock of the operating system on {@code journal.lock} against
 * other processes, and an entry in the JVM's system properties against this one, whatever class
 * loader asks. The entry is looked at first, because closing any second channel on the lock file
 * would release the process's lock without a word.
 */
final class JournalLock implements AutoCloseable {

    static final String FILE = "journal.lock";

    private static final String PROPERTY_PREFIX = "io.ternmq.journal.open:";

    /** Channels that must stay open as long as the JVM, see {@link #acquire}. */
    private static final Collection<FileChannel> KEPT = new ConcurrentLinkedQueue<>();

    private final String property;
    private final FileChannel channel;
    private final FileLock lock;

    private JournalLock(String property, FileChannel channel, FileLock lock) {
        this.property = property;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * @param directory a real path
     */
    static JournalLock acquire(Path directory) throws IOException {
        String property = PROPERTY_PREFIX + directory;
        String self =
                "pid="
                        + ProcessHandle.current().pid()
                        + " started="
                        + ProcessHandle.current()
                                .info()
                                .startInstant()
                                .map(Instant::toString)
                                .orElse("unknown")
                        + " opened="
                        + Instant.now();
        Object holder = System.getProperties().putIfAbsent(property, self);
        if (holder != null) {
            throw heldByThisProcess(directory, holder.toString());
        }
        JournalLock acquired = null;
        try {
            acquired = lockFile(directory, property, self);
            return acquired;
        } finally {
            if (acquired == null) {
                System.getProperties().remove(property);
            }
        }
    }

    private static JournalLock lockFile(Path directory, String property, String self)
            throws IOException {
        Path file = directory.resolve(FILE);
        FileChannel channel =
                SteadyFiles.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw heldByAnotherProcess(directory, file);
            }
            // In this order a full disk takes it, too: the block is there.
            channel.truncate(channel.write(StandardCharsets.UTF_8.encode(self), 0));
            held = true;
            return new JournalLock(property, channel, lock);
        } catch (OverlappingFileLockException e) {
            // Reached through another path to the same file. Closing this channel would release
            // the lock that the other opening relies on.
            KEPT.add(channel);
            throw heldByThisProcess(directory, self);
        } finally {
            if (!held && !KEPT.contains(channel)) {
                channel.close();
            }
        }
    }

    private static JournalLockedException heldByThisProcess(Path directory, String holder) {
        return new JournalLockedException(
                directory,
                true,
                "is open in this JVM already ("
                        + holder
                        + "), perhaps by a copy of TernMQ under another class loader. Share that"
                        + " broker (one resource adapter for all applications), close it, or give"
                        + " another directory.");
    }

    private static JournalLockedException heldByAnotherProcess(Path directory, Path file) {
        String holder = holder(file);
        return new JournalLockedException(
                directory,
                false,
                "is held by another process ("
                        + (holder == null ? "which left no name in " + file : holder)
                        + "). Stop it, or give another directory.");
    }

    private static @Nullable String holder(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return "unknown: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            System.getProperties().remove(property);
        }
    }
}
