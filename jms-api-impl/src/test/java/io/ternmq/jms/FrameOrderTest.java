package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.jms.memory.MemoryBroker;
import io.ternmq.wire.Request;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which frames a session sends, when it waits for their replies, and what a lost broker does. */
class FrameOrderTest {

    private static final long LONG = JmsRules.LONG;

    private final String name = UUID.randomUUID().toString();
    private final MemoryBroker broker = MemoryBroker.named(name);
    private final TernConnectionFactory factory = new TernConnectionFactory("memory:" + name);
    private final TernQueue queue = new TernQueue("q");

    private TernConnection started() throws JMSException {
        TernConnection connection = factory.createConnection();
        connection.start();
        return connection;
    }

    private void send(int messages) throws JMSException {
        try (TernConnection connection = factory.createConnection();
                TernSession session = connection.createSession()) {
            for (int i = 0; i < messages; i++) {
                session.createProducer(queue).send(session.createTextMessage("m" + i));
            }
        }
    }

    private static void assertWaits(CompletableFuture<?> future) {
        assertThrows(
                TimeoutException.class, () -> future.get(JmsRules.SHORT, TimeUnit.MILLISECONDS));
    }

    private static CompletableFuture<String> receiving(TernMessageConsumer consumer) {
        return ConnectionRules.receiving(consumer);
    }

    @Test
    void shouldReturnFromAutoReceiveBeforeTheAcknowledgementIsDurableAndWaitBeforeTheNext_6_2_10()
            throws Exception {
        send(2);
        try (TernConnection connection = started()) {
            TernSession session = connection.createSession();
            TernMessageConsumer consumer = session.createConsumer(queue);
            broker.holdReplies(Request.Acknowledge.class);
            assertEquals("m0", JmsRules.text(consumer.receive(LONG)));
            assertEquals(1, broker.requests(Request.Acknowledge.class).size());
            CompletableFuture<String> next = receiving(consumer);
            assertWaits(next);
            broker.releaseReplies();
            assertEquals("m1", next.get(LONG, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void shouldWaitForTheLastAutoAcknowledgementInClose_6_2_10() throws Exception {
        send(1);
        try (TernConnection connection = started()) {
            TernSession session = connection.createSession();
            broker.holdReplies(Request.Acknowledge.class);
            session.createConsumer(queue).receive(LONG);
            CompletableFuture<Void> closed =
                    CompletableFuture.runAsync(() -> Failures.run(session::close));
            assertWaits(closed);
            broker.releaseReplies();
            closed.get(LONG, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void shouldMarkAndAcknowledgeAroundAListenerAndWaitBeforeTheNext_6_2_10() throws Exception {
        send(2);
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        try (TernConnection connection = started()) {
            broker.holdReplies(Request.Acknowledge.class);
            connection
                    .createSession()
                    .createConsumer(queue)
                    .setMessageListener(
                            message ->
                                    seen.add(
                                            broker.requests(Request.Handed.class).size()
                                                    + "/"
                                                    + broker.requests(Request.Acknowledge.class)
                                                            .size()));
            Awaitility.await().until(() -> broker.heldReplies() == 1);
            assertEquals(List.of("1/0"), List.copyOf(seen));
            broker.releaseReplies();
            Awaitility.await().until(() -> seen.size() == 2);
            assertEquals(List.of("1/0", "2/1"), List.copyOf(seen));
        }
    }

    @Test
    void shouldWaitForClientAcknowledgeAndForPersistentSends_6_2_10() throws Exception {
        send(1);
        try (TernConnection connection = started()) {
            TernSession session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            Message message = session.createConsumer(queue).receive(LONG);
            broker.holdReplies(Request.Acknowledge.class);
            CompletableFuture<Void> acknowledged =
                    CompletableFuture.runAsync(() -> Failures.run(message::acknowledge));
            assertWaits(acknowledged);
            broker.releaseReplies();
            acknowledged.get(LONG, TimeUnit.MILLISECONDS);
            broker.holdReplies(Request.Send.class);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> run(() -> send(1)));
            assertWaits(sent);
            broker.releaseReplies();
            sent.get(LONG, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void shouldBatchDupsOkAcknowledgementsAndSendThemSoon() throws Exception {
        send(60);
        try (TernConnection connection = started()) {
            TernSession session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE);
            TernMessageConsumer consumer = session.createConsumer(queue);
            for (int i = 0; i < 60; i++) {
                assertEquals("m" + i, JmsRules.text(consumer.receive(LONG)));
            }
            Awaitility.await()
                    .until(
                            () ->
                                    broker.requests(Request.Acknowledge.class).stream()
                                                    .mapToInt(r -> r.deliveryIds().size())
                                                    .sum()
                                            == 60);
            assertTrue(broker.requests(Request.Acknowledge.class).size() < 60);
        }
    }

    @Test
    void shouldFillItsWindowAndGrantHalfAWindowAtATime() throws Exception {
        factory.setPrefetch(10);
        send(20);
        try (TernConnection connection = started()) {
            TernMessageConsumer consumer = connection.createSession().createConsumer(queue);
            assertEquals(List.of(10), credits());
            assertEquals(10, broker.depth("q"));
            for (int i = 0; i < 10; i++) {
                consumer.receive(LONG);
            }
            assertEquals(List.of(10, 5, 5), credits());
        }
    }

    @Test
    void shouldNotPrefetchOnAnXaSession_rule_70() throws Exception {
        factory.setManaged(true);
        send(5);
        try (TernConnection connection = started()) {
            TernMessageConsumer consumer = connection.createXASession().createConsumer(queue);
            assertEquals(List.of(), credits());
            assertEquals("m0", JmsRules.text(consumer.receive(LONG)));
            assertEquals("m1", JmsRules.text(consumer.receiveNoWait()));
            assertEquals(List.of(1, 1), credits());
            assertEquals(3, broker.depth("q"));
        }
    }

    private List<Integer> credits() {
        return broker.requests(Request.Credit.class).stream()
                .map(Request.Credit::deliveries)
                .toList();
    }

    @Test
    void shouldNotAskTheBrokerWhilePrefetchedMessagesAreThere_rule_68() throws Exception {
        send(2);
        try (TernConnection connection = started()) {
            TernMessageConsumer consumer = connection.createSession().createConsumer(queue);
            assertEquals("m0", JmsRules.text(consumer.receiveNoWait()));
            assertEquals("m1", JmsRules.text(consumer.receiveNoWait()));
            assertEquals(0, broker.requests(Request.Pull.class).size());
            assertNull(consumer.receiveNoWait());
            assertEquals(1, broker.requests(Request.Pull.class).size());
        }
    }

    @Test
    void shouldKeepWaitingForASendWhenInterrupted() throws Exception {
        try (TernConnection connection = started()) {
            TernSession session = connection.createSession();
            broker.holdReplies(Request.Send.class);
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            Thread sender =
                    new Thread(
                            () -> {
                                run(
                                        () ->
                                                session.createProducer(queue)
                                                        .send(session.createTextMessage("x")));
                                sent.complete(Thread.currentThread().isInterrupted());
                            });
            sender.start();
            Awaitility.await().until(() -> broker.heldReplies() == 1);
            sender.interrupt();
            assertWaits(sent);
            broker.releaseReplies();
            assertTrue(sent.get(LONG, TimeUnit.MILLISECONDS));
            assertEquals(1, broker.depth("q"));
        }
    }

    @Test
    void shouldFailEverythingAndTellOnceWhenTheBrokerIsLost_6_1_7() throws Exception {
        ConcurrentLinkedQueue<JMSException> told = new ConcurrentLinkedQueue<>();
        TernConnection connection = started();
        connection.setExceptionListener(told::add);
        TernSession session = connection.createSession();
        TernMessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> received = receiving(consumer);
        ConnectionRules.awaitWaiting(received, session);
        TernSession sender = connection.createSession();
        broker.holdReplies(Request.Send.class);
        CompletableFuture<Exception> sent =
                CompletableFuture.supplyAsync(
                        () ->
                                ConnectionRules.failure(
                                        () ->
                                                sender.createProducer(new TernQueue("other"))
                                                        .send(sender.createTextMessage("x"))));
        Awaitility.await().until(() -> broker.heldReplies() == 1);
        broker.lose("the test pulled the plug");

        Exception unknown = sent.get(LONG, TimeUnit.MILLISECONDS);
        assertTrue(unknown.getMessage().contains("the outcome is unknown"), unknown.getMessage());
        assertThrows(Exception.class, () -> received.get(LONG, TimeUnit.MILLISECONDS));
        Awaitility.await().until(() -> !told.isEmpty());
        assertThrows(JMSException.class, () -> consumer.receive(LONG));
        assertThrows(JMSException.class, connection::createSession);
        assertThrows(JMSException.class, connection::ping);
        assertFalse(connection.isAlive());
        connection.close();
        assertEquals(1, told.size());
        assertTrue(told.peek().getMessage().contains("the test pulled the plug"));
    }

    @Test
    void shouldLeaveNothingBehindWhenClosed() throws Exception {
        int before = broker.openConnections();
        long threads = sessionThreads();
        TernConnection connection = started();
        connection.createSession().createConsumer(queue).setMessageListener(message -> {});
        connection.close();
        assertEquals(before, broker.openConnections());
        Awaitility.await().until(() -> sessionThreads() == threads);
    }

    private static long sessionThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tern-session-"))
                .count();
    }

    @Test
    void shouldMapAWrongPasswordToASecurityException() {
        broker.requirePassword("secret");
        JMSException refused =
                assertThrows(
                        JMSSecurityException.class,
                        () -> factory.createConnection("user", "wrong"));
        assertEquals("SECURITY", refused.getErrorCode());
        assertThrows(jakarta.jms.JMSSecurityRuntimeException.class, factory::createContext);
        run(() -> factory.createConnection("user", "secret").close());
        factory.setUser("user");
        factory.setPassword("secret");
        factory.createContext().close();
        assertEquals(0, broker.openConnections());
    }

    private static void run(Failures.Action action) {
        Failures.run(action);
    }
}
