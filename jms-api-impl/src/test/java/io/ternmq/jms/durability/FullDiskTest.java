package io.ternmq.jms.durability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.runtime.BrokerRegistry;
import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.SmallDisk;
import io.ternmq.journal.SpaceEater;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real disk runs full under a broker, and has space again. */
class FullDiskTest {

    /** Makes five parts. */
    private static final int LARGE = 18_000;

    @TempDir Path temporary;

    /** What was taken and not consumed. */
    private final List<String> sent = new ArrayList<>();

    private int next;

    @ParameterizedTest
    @ValueSource(ints = {500, LARGE})
    void shouldRefuseSendsGoOnConsumingAndTakeSendsAgainWhenThereIsSpace(int padding)
            throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), "8m")) {
            SpaceEater eater = new SpaceEater(disk.root().resolve("eater"));
            Path directory = disk.root().resolve("data");
            try (BrokerRegistry.Lease broker = Brokers.open(directory, ForcePolicy.DEVICE);
                    JMSContext context = Brokers.connect(directory)) {
                Queue queue = context.createQueue(Brokers.QUEUE);
                fill(context, queue, 3, padding);
                eater.eat(0);
                ResourceAllocationException refused = sendUntilRefused(context, queue, padding);
                assertEquals("NO_SPACE", refused.getErrorCode());
                assertTrue(
                        refused.getMessage().contains(directory.toRealPath().toString()),
                        refused.getMessage());
                consume(context, queue, sent.size() / 2);
                context.createProducer()
                        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                        .send(context.createQueue("other"), "goes on");
                assertEquals("NO_SPACE", sendUntilRefused(context, queue, padding).getErrorCode());
                eater.giveBack();
                await().atMost(20, TimeUnit.SECONDS)
                        .until(() -> trySend(context, queue, padding) == null);
                fill(context, queue, 5, padding);
            }
            assertEquals(sent, Brokers.drain(directory));
            assertEquals(List.of(), Brokers.drain(directory));
        }
    }

    @Test
    void shouldCommitOnAFullDiskWhatWasSentBeforeAndKeepIt() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(temporary.resolve("disk"), "8m")) {
            SpaceEater eater = new SpaceEater(disk.root().resolve("eater"));
            Path directory = disk.root().resolve("data");
            try (BrokerRegistry.Lease broker = Brokers.open(directory, ForcePolicy.DEVICE);
                    JMSContext context =
                            new TernConnectionFactory("embedded:" + directory)
                                    .createContext(JMSContext.SESSION_TRANSACTED);
                    JMSContext other = Brokers.connect(directory)) {
                Queue queue = context.createQueue(Brokers.QUEUE);
                context.createProducer().send(queue, Brokers.text(0, LARGE));
                eater.eat(0);
                Queue filler = other.createQueue("filler");
                sendUntilRefused(other, filler, 500);
                assertEquals("NO_SPACE", trySend(context, queue, 500).getErrorCode());
                context.commit();
                eater.giveBack();
            }
            assertEquals(List.of(Brokers.text(0, LARGE)), Brokers.drain(directory));
        }
    }

    private void fill(JMSContext context, Queue queue, int messages, int padding) {
        for (int i = 0; i < messages; i++) {
            ResourceAllocationException refused = trySend(context, queue, padding);
            assertTrue(refused == null, () -> "refused: " + refused);
        }
    }

    /** Sends the next message; null if it was taken. */
    private ResourceAllocationException trySend(JMSContext context, Queue queue, int padding) {
        String text = Brokers.text(next++, padding);
        try {
            context.createProducer().send(queue, text);
            sent.add(text);
            return null;
        } catch (jakarta.jms.ResourceAllocationRuntimeException e) {
            return (ResourceAllocationException) e.getCause();
        }
    }

    private ResourceAllocationException sendUntilRefused(
            JMSContext context, Queue queue, int padding) {
        ResourceAllocationException refused = null;
        while (refused == null) {
            refused = trySend(context, queue, padding);
        }
        return refused;
    }

    private void consume(JMSContext context, Queue queue, int messages) throws JMSException {
        try (JMSConsumer consumer = context.createConsumer(queue)) {
            for (int i = 0; i < messages; i++) {
                assertEquals(sent.remove(0), consumer.receiveBody(String.class, 10_000));
            }
        }
    }
}
