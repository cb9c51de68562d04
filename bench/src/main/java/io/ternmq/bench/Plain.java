package io.ternmq.bench;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.PlainFile;
import io.ternmq.journal.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One preallocated file, driven as our journal is: the limit. */
final class Plain implements Contender {

    static final String NAME = "plain";

    private static final long FILE_BYTES = 256L << 20;
    private static final int FILL_BYTES = 4 << 10;

    private final AtomicLong forces = new AtomicLong();
    private final PlainFile file;
    private final RecordBatch batch;
    private final Combined combined;

    Plain(Path directory) throws IOException {
        file =
                PlainFile.create(
                        directory.resolve("plain"),
                        FILE_BYTES,
                        FILL_BYTES,
                        (channel, path) -> {
                            forces.incrementAndGet();
                            ForcePolicy.DEVICE.force(channel, path);
                        });
        batch = file.newBatch();
        combined = new Combined(NAME, this::write);
    }

    private void write(List<byte[]> payloads) throws IOException {
        batch.clear();
        for (byte[] payload : payloads) {
            batch.add(1, payload, 0, payload.length);
        }
        file.append(batch);
        file.force();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void append(byte[] payload) throws IOException {
        combined.append(payload);
    }

    @Override
    public long forces() {
        return forces.get();
    }

    @Override
    public void close() throws IOException {
        combined.close();
        file.close();
    }
}
