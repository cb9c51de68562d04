package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The space of the next file, reserved ahead: written full of zeros and forced by a thread of its
 * own, under a name that nothing else reads, and renamed by the writer when it rolls. A file whose
 * blocks exist is cheaper to force, and a full disk shows here as an error and not as a signal.
 *
 * <p>If filling fails or is not done in time the next file begins without it. The thread ends with
 * the file, and with {@link #close}.
 */
final class SpareFile implements AutoCloseable {

    static final String FILE = "next.reserved";

    /** Larger writes make large folios in the page cache, and each force then writes megabytes. */
    private static final int WRITE_BYTES = 4 << 10;

    /** What one force in the background may hold other forces up for. */
    private static final int FORCE_BYTES = 1 << 20;

    private static final System.Logger LOG = System.getLogger(SpareFile.class.getName());

    private final Path path;
    private final long bytes;
    private final SteadyFiles files;
    private @Nullable Thread filler;
    private volatile boolean ready;
    private volatile boolean stop;

    SpareFile(Path opening, long bytes, SteadyFiles files) {
        this.path = opening.resolve(FILE);
        this.bytes = bytes;
        this.files = files;
    }

    /** Begins to fill, once for each file; the writer's thread. */
    void prepare() {
        if (filler == null) {
            Thread thread = new Thread(this::fill, "tern-journal-reserve");
            thread.setDaemon(true);
            filler = thread;
            thread.start();
        }
    }

    private void fill() {
        try (FileChannel channel =
                SteadyFiles.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(WRITE_BYTES);
            for (long at = 0; at < bytes && !stop; ) {
                zeros.clear().limit((int) Math.min(WRITE_BYTES, bytes - at));
                at += channel.write(zeros, at);
                if (at % FORCE_BYTES == 0) {
                    channel.force(false);
                }
            }
            files.force(channel, path);
            ready = !stop;
        } catch (IOException | RuntimeException e) {
            giveUp();
            LOG.log(
                    Level.WARNING,
                    "TERN0108 cannot reserve "
                            + bytes
                            + " bytes for the next file in "
                            + path
                            + "; free some space",
                    e);
        }
    }

    /** What could not be reserved whole is given back. */
    private void giveUp() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "TERN0102 cannot give back the space of " + path, e);
        }
    }

    /** Makes the reserved space the next file, if it is complete; the writer's thread. */
    void giveTo(Path next) throws IOException {
        if (filler != null && !filler.isAlive()) {
            if (ready) {
                Files.move(path, next, StandardCopyOption.ATOMIC_MOVE);
            }
            ready = false;
            filler = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop = true;
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
        Files.deleteIfExists(path);
    }
}
