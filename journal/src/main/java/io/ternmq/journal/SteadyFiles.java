package io.ternmq.journal;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Opens files whose channels an interrupt of the calling thread cannot close, and forces them. An
 * ordinary FileChannel closes itself when its thread is interrupted in the middle of a force, and
 * the threads here belong to applications and containers.
 *
 * <p>Needs the package sun.nio.ch open: {@link ChronicleEnvironment#prepare} first.
 */
final class SteadyFiles {

    private final ForcePolicy policy;

    SteadyFiles(ForcePolicy policy) {
        this.policy = policy;
    }

    static FileChannel open(Path file, OpenOption... how) throws IOException {
        FileChannel channel = FileChannel.open(file, how);
        try {
            Method steady = channel.getClass().getMethod("setUninterruptible");
            steady.setAccessible(true);
            steady.invoke(channel);
            return channel;
        } catch (ReflectiveOperationException | RuntimeException e) {
            channel.close();
            throw new JournalEnvironmentException(
                    "Cannot protect "
                            + file
                            + " against thread interrupts: this JVM's "
                            + channel.getClass().getName()
                            + " does not allow it. "
                            + ChronicleEnvironment.REMEDY,
                    e);
        }
    }

    /** Forces a file through a channel of its own. */
    void force(Path file) throws IOException {
        try (FileChannel channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            policy.force(channel, file);
        }
    }

    /** Forces through a channel that is open already. */
    void force(FileChannel channel, Path file) throws IOException {
        policy.force(channel, file);
    }

    /** Forces the entries of a directory. */
    void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = open(directory, StandardOpenOption.READ)) {
            policy.force(channel, directory);
        }
    }

    /** Makes a directory and its missing parents, and forces the entries. */
    void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            createDirectories(parent);
        }
        Files.createDirectory(directory);
        if (parent != null) {
            forceDirectory(parent);
        }
    }

    /** Writes a whole file: after a crash it is there with this content, or is not there. */
    void writeWhole(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            policy.force(channel, fresh);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            forceDirectory(parent);
        }
    }
}
