package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalOptions;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A directory with a real journal of small files. */
final class SmallFiles {

    static final String CHURN = "churn";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Settings settings =
            Settings.defaults()
                    .withLimits(Limits.defaults().withMaxDeliveries(3).withMaxPartBytes(4_000))
                    .withJournals(
                            path -> Journal.open(path, new JournalOptions(64 << 10, 64 << 10)));

    SmallFiles(Path directory) {
        this.directory = directory;
    }

    BrokerRegistry.Lease open() {
        return BrokerRegistry.instance().open(directory, settings, false);
    }

    FrameClient client() throws Exception {
        return FrameClient.connected(
                handler -> BrokerRegistry.instance().connect(directory, settings, 0, handler));
    }

    /** What stands in a queue, in its order; takes nothing and counts nothing. */
    List<String> texts(String queue) throws Exception {
        FrameClient reader = client();
        List<String> texts =
                reader.texts(reader.consumer(reader.session(SessionMode.CLIENT), queue, 10_000));
        reader.disconnect();
        return texts;
    }

    /** Sends and consumes until something has come about. */
    long churn(BrokerRegistry.Lease lease, BooleanSupplier enough) throws Exception {
        FrameClient client = client();
        long session = client.session(SessionMode.AUTO);
        client.consumer(session, CHURN, 1_000_000);
        String text = "x".repeat(1_000);
        long bytes = 0;
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.getAsBoolean()) {
            client.send(session, Request.NO_TX, Messages.of(CHURN, text));
            Event.Deliver delivery = client.next();
            client.acknowledge(session, Request.NO_TX, delivery);
            bytes += text.length();
            assertTrue(
                    System.nanoTime() < endNs,
                    bytes + " bytes were not enough: " + lease.broker().journalMetrics());
        }
        client.disconnect();
        return bytes;
    }

    List<Path> checkpoints() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .sorted()
                    .toList();
        }
    }

    void deleteCheckpoints() throws Exception {
        for (Path checkpoint : checkpoints()) {
            Files.delete(checkpoint);
        }
    }
}
