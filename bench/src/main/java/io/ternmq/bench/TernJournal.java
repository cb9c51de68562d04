package io.ternmq.bench;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Our journal with its defaults. */
final class TernJournal implements Contender {

    static final String NAME = "tern";

    private final AtomicLong forces = new AtomicLong();
    private final Journal journal;
    private final RecordBatch batch;
    private final Combined combined;

    TernJournal(Path directory) throws IOException {
        journal =
                Journal.open(
                        directory,
                        JournalOptions.defaults(),
                        (channel, path) -> {
                            forces.incrementAndGet();
                            ForcePolicy.DEVICE.force(channel, path);
                        });
        journal.replay((position, type, payload) -> {});
        batch = journal.newBatch();
        combined = new Combined(NAME, this::write);
    }

    private void write(List<byte[]> payloads) throws IOException {
        batch.clear();
        for (byte[] payload : payloads) {
            batch.add(1, payload, 0, payload.length);
        }
        journal.append(batch);
        journal.force();
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
    public void close() {
        combined.close();
        journal.close();
    }
}
