package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many sessions at once over the real broker, with rollbacks, recoveries, failing listeners and
 * closed consumers: each message is settled once, by whichever session.
 */
class TrafficTest extends JmsRules {

    private static final int MESSAGES = 1_500;

    private final Map<String, AtomicInteger> settled = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();

    TrafficTest() {
        super(Fixture.EMBEDDED);
        factory.setPrefetch(5);
    }

    private void settle(String text) {
        settled.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
        total.incrementAndGet();
    }

    @Test
    void shouldSettleEachMessageOnce() throws Exception {
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        List<TernConnection> connections = new ArrayList<>();
        for (int seed = 1; seed <= 2; seed++) {
            TernConnection connection = factory.createConnection();
            connection.start();
            connections.add(connection);
            Random random = new Random(seed);
            workers.add(run(() -> transacted(connection, random)));
            workers.add(run(() -> client(connection, new Random(random.nextLong()))));
            listener(connection, new Random(random.nextLong()));
        }
        workers.add(run(this::produce));
        for (CompletableFuture<Void> worker : workers) {
            worker.get(60, TimeUnit.SECONDS);
        }
        org.awaitility.Awaitility.await().until(() -> total.get() >= MESSAGES);
        for (TernConnection connection : connections) {
            connection.close();
        }
        assertEquals(List.of(), drain());
        assertEquals(MESSAGES, settled.size());
        assertEquals(MESSAGES, total.get());
    }

    private static CompletableFuture<Void> run(Failures.Action action) {
        return CompletableFuture.runAsync(
                () -> Failures.run(action), task -> new Thread(task, "traffic").start());
    }

    private void produce() throws jakarta.jms.JMSException {
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            TernMessageProducer producer = session.createProducer(queue);
            for (int i = 0; i < MESSAGES; i++) {
                producer.send(session.createTextMessage("m" + i));
                if (i % 50 == 49) {
                    session.commit();
                }
            }
        }
    }

    private void transacted(TernConnection connection, Random random)
            throws jakarta.jms.JMSException {
        try (TernSession session = connection.createSession(Session.SESSION_TRANSACTED)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            while (total.get() < MESSAGES) {
                List<String> texts = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    Message message = consumer.receive(SHORT);
                    if (message != null) {
                        texts.add(text(message));
                    }
                }
                if (random.nextInt(10) == 0) {
                    session.rollback();
                } else {
                    session.commit();
                    texts.forEach(this::settle);
                }
                if (random.nextInt(20) == 0) {
                    consumer.close();
                    consumer = session.createConsumer(queue);
                }
            }
        }
    }

    private void client(TernConnection connection, Random random) throws jakarta.jms.JMSException {
        try (TernSession session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            while (total.get() < MESSAGES) {
                Message message = consumer.receive(SHORT);
                if (message != null && random.nextInt(10) == 0) {
                    session.recover();
                } else if (message != null) {
                    message.acknowledge();
                    settle(text(message));
                }
            }
        }
    }

    private void listener(TernConnection connection, Random random)
            throws jakarta.jms.JMSException {
        connection
                .createSession()
                .createConsumer(queue)
                .setMessageListener(
                        message ->
                                Failures.run(
                                        () -> {
                                            if (random.nextInt(20) == 0) {
                                                throw new IllegalStateException("no");
                                            }
                                            settle(text(message));
                                        }));
    }
}
