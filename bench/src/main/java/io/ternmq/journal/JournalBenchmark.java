package io.ternmq.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the pieces of an append cost, without its force, and a read by position. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        jvmArgsAppend = {
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
        })
public class JournalBenchmark {

    private static final int PAYLOAD_BYTES = 1 << 10;
    private static final int POSITIONS = 1 << 14;

    /** Records of 1 KiB in a batch. */
    @Param({"1", "16"})
    public int records;

    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final long[] positions = new long[POSITIONS];
    private final Random random = new Random(1);
    private final Checksum checksum = new Checksum(new UUID(1, 1), 1, 1);
    private Path directory;
    private Journal journal;
    private BatchBuffer batch;
    private BatchBuffer encoded;
    private ByteBuffer document;

    @Setup(Level.Trial)
    public void open() throws IOException {
        random.nextBytes(payload);
        directory = Files.createTempDirectory("journal-benchmark");
        journal = Journal.open(directory, JournalOptions.defaults());
        journal.replay((position, type, bytes) -> {});
        batch = (BatchBuffer) journal.newBatch();
        for (int i = 0; i < POSITIONS; i++) {
            batch.clear();
            batch.add(1, payload, 0, PAYLOAD_BYTES);
            positions[i] = journal.append(batch);
        }
        journal.force();
        encoded = (BatchBuffer) journal.newBatch();
        fill(encoded);
        document = encoded.encode(1, 1);
        fill(batch);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.delete(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }

    private void fill(BatchBuffer target) {
        target.clear();
        for (int i = 0; i < records; i++) {
            target.add(1, payload, 0, PAYLOAD_BYTES);
        }
    }

    @Benchmark
    public ByteBuffer encode() {
        fill(encoded);
        return encoded.encode(1, 1);
    }

    @Benchmark
    public int crc() {
        return checksum.ofBatch(document, 0, document.limit(), 4096);
    }

    /** Everything but the force; a file is begun now and then. */
    @Benchmark
    public long append() throws JournalException {
        fill(batch);
        return journal.append(batch);
    }

    @Benchmark
    public StoredRecord read() throws JournalException {
        return journal.read(positions[random.nextInt(POSITIONS)]);
    }
}
