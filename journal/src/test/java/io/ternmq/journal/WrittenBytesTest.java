package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much one force makes the device write. Space that was filled in large writes stands in large
 * folios of the page cache, and a force writes the whole of a folio of which one byte has changed.
 */
class WrittenBytesTest {

    private static final Path IO = Path.of("/proc/self/io");
    private static final int PAYLOAD_BYTES = 1 << 10;
    private static final int FORCES = 20;
    private static final int WINDOWS = 15;
    private static final int FILE_BYTES = 4 << 20;

    /** The record's one or two pages, that of Chronicle's header, an index page now and then. */
    private static final long MOST_BYTES = 32 << 10;

    @TempDir Path directory;

    private interface Force {
        void appendAndForce() throws IOException;
    }

    @BeforeEach
    void needsACountOfWrittenBytes() throws IOException {
        assumeTrue(Files.isReadable(IO), "this system has no " + IO);
        Path probe = directory.resolve("probe");
        long before = written();
        Files.write(probe, new byte[1 << 20]);
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        assumeTrue(
                written() - before >= 1 << 20,
                "the file system of " + directory + " does not count in " + IO);
    }

    @Test
    void shouldWriteFewPagesForEachForce() throws IOException {
        JournalOptions options = new JournalOptions(1 << 20, FILE_BYTES);
        try (Journal journal = Journal.open(directory.resolve("journal"), options)) {
            journal.replay((position, type, payload) -> {});
            RecordBatch batch = journal.newBatch();
            long bytes =
                    bytesPerForce(
                            () -> {
                                batch.clear();
                                batch.add(1, new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES);
                                journal.append(batch);
                                journal.force();
                            });
            assertTrue(bytes >= PAYLOAD_BYTES, "each force wrote " + bytes + " bytes");
            assertTrue(bytes <= MOST_BYTES, "each force wrote " + bytes + " bytes");
        }
    }

    /** The negative control: what this test would see if files were filled in large writes. */
    @Test
    void shouldSeeWhatLargeWritesDo() throws IOException {
        long small = bytesPerForceOfAFileFilledBy(4 << 10);
        assertTrue(small <= MOST_BYTES, "each force wrote " + small + " bytes");
        long large = bytesPerForceOfAFileFilledBy(FILE_BYTES);
        assumeTrue(
                large != small,
                "the file system of " + directory + " has no large folios: " + large + " bytes");
        assertTrue(large > MOST_BYTES, "each force wrote only " + large + " bytes");
    }

    private long bytesPerForceOfAFileFilledBy(int writeBytes) throws IOException {
        Path file = directory.resolve("filled-by-" + writeBytes);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            for (int at = 0; at < FILE_BYTES; at += writeBytes) {
                channel.write(ByteBuffer.allocateDirect(writeBytes), at);
            }
            channel.force(true);
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
            byte[] payload = new byte[PAYLOAD_BYTES];
            return bytesPerForce(
                    () -> {
                        map.put(payload);
                        channel.force(false);
                    });
        }
    }

    /** The median of some windows: in some of them the next file is filled. */
    private static long bytesPerForce(Force force) throws IOException {
        long[] windows = new long[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            long before = written();
            for (int j = 0; j < FORCES; j++) {
                force.appendAndForce();
            }
            windows[i] = (written() - before) / FORCES;
        }
        Arrays.sort(windows);
        return windows[WINDOWS / 2];
    }

    private static long written() throws IOException {
        for (String line : Files.readAllLines(IO)) {
            if (line.startsWith("write_bytes: ")) {
                return Long.parseLong(line.substring("write_bytes: ".length()));
            }
        }
        throw new IOException(IO + " has no write_bytes");
    }
}
