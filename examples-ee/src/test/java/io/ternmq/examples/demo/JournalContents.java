package io.ternmq.examples.demo;

import io.ternmq.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a broker's journal holds after its server stopped.
 *
 * @param prepared the branches that are prepared and not decided
 * @param depths the messages left in each queue, the dead letters too
 */
record JournalContents(List<String> prepared, Map<String, Long> depths) {

    private static final Set<String> QUEUES = Set.of("orders", "order-confirmed");

    /** Opens the journal in this process, which replays it, and closes it again. */
    static JournalContents of(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("There is no journal at " + directory);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            Map<String, Long> depths = broker.queueDepths();
            if (!depths.keySet().containsAll(QUEUES)) {
                throw new IOException(
                        "The journal at %s knows the queues %s and not all of %s"
                                .formatted(directory, depths.keySet(), QUEUES));
            }
            return new JournalContents(
                    broker.preparedBranches().stream()
                            .map(branch -> branch.xid().toString())
                            .toList(),
                    depths);
        }
    }
}
