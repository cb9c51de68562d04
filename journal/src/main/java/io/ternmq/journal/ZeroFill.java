package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/**
 * Writes files full of zeros, so that every block of them exists before a mapping touches it: a
 * full disk is then an error of this write and not a signal later. Holds on disks that overwrite in
 * place; one that copies on write may still run out of space afterwards.
 */
final class ZeroFill {

    /** Larger writes make large folios in the page cache, and each force then writes megabytes. */
    private static final int WRITE_BYTES = 4 << 10;

    /** What one force may hold other forces up for. */
    private static final int FORCE_BYTES = 1 << 20;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(WRITE_BYTES);

    private ZeroFill() {}

    /**
     * Makes or replaces a file and forces it. What could not be filled whole is given back.
     *
     * @param stopped asked before each write
     * @return false if it was stopped, and then there is no file
     */
    static boolean write(Path path, long bytes, SteadyFiles files, BooleanSupplier stopped)
            throws IOException {
        boolean whole = false;
        try {
            whole = writeAll(path, bytes, files, stopped);
        } catch (IOException | RuntimeException | Error e) {
            giveUp(path, e);
            throw e;
        }
        if (!whole) {
            Files.deleteIfExists(path);
        }
        return whole;
    }

    private static boolean writeAll(
            Path path, long bytes, SteadyFiles files, BooleanSupplier stopped) throws IOException {
        try (FileChannel channel =
                SteadyFiles.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ZEROS.duplicate();
            for (long at = 0; at < bytes; ) {
                if (stopped.getAsBoolean()) {
                    return false;
                }
                zeros.clear().limit((int) Math.min(WRITE_BYTES, bytes - at));
                at += channel.write(zeros, at);
                if (at % FORCE_BYTES == 0) {
                    channel.force(false);
                }
            }
            files.force(channel, path);
            return true;
        }
    }

    private static void giveUp(Path path, Throwable why) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }
}
