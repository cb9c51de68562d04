package io.ternmq.jms.durability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.runtime.BrokerRegistry;
import io.ternmq.journal.ForcePolicy;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A persistent send returns only after a force of the journal. The forces are counted from outside,
 * by the JVM's own events, so the journal cannot flatter itself.
 */
class SendForcesTest {

    private static final int SENDS = 200;

    /** When a call of send began and returned. */
    private record Sent(Instant from, Instant to) {}

    @TempDir Path temporary;

    @Test
    void shouldForceTheJournalWithinEverySend() throws Exception {
        assertTrue(
                sendsWithAForce(ForcePolicy.DEVICE) == SENDS,
                "every send of a single producer encloses a force of the journal");
    }

    @Test
    void shouldSeeThatAJournalDoesNotForce() throws Exception {
        long sends = sendsWithAForce(Brokers.withoutForce(ForcePolicy.DEVICE));
        assertTrue(sends < SENDS / 10, "without the force " + sends + " sends enclose one");
    }

    private long sendsWithAForce(ForcePolicy policy) throws Exception {
        Path directory = temporary.resolve("data");
        List<Sent> sends = new ArrayList<>();
        Path file = temporary.resolve("forces.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            try (BrokerRegistry.Lease broker = Brokers.open(directory, policy);
                    JMSContext context = Brokers.connect(directory)) {
                Queue queue = context.createQueue(Brokers.QUEUE);
                JMSProducer producer = context.createProducer();
                for (int i = 0; i < SENDS; i++) {
                    Instant from = Instant.now();
                    producer.send(queue, "message " + i);
                    sends.add(new Sent(from, Instant.now()));
                }
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> forces = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String path = event.getString("path");
            if (path != null && path.endsWith(".cq4") && path.contains("data")) {
                forces.add(event);
            }
        }
        return sends.stream().filter(sent -> enclosesOne(sent, forces)).count();
    }

    /** The JVM's events and the wall clock may differ by some microseconds. */
    private static boolean enclosesOne(Sent sent, List<RecordedEvent> forces) {
        Instant from = sent.from.minusNanos(200_000);
        Instant to = sent.to.plusNanos(200_000);
        return forces.stream()
                .anyMatch(
                        force ->
                                !force.getStartTime().isBefore(from)
                                        && !force.getEndTime().isAfter(to));
    }
}
