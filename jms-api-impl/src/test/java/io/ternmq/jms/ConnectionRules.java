package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1: connections. */
abstract class ConnectionRules extends JmsRules {

    ConnectionRules(Fixture broker) {
        super(broker);
    }

    @Test
    void shouldRefuseAClientIdOverAnAdministeredOne_6_1_2() throws JMSException {
        factory.setClientId("administered-" + queue.getQueueName());
        try (TernConnection other = factory.createConnection()) {
            assertEquals("administered-" + queue.getQueueName(), other.getClientID());
            assertThrows(IllegalStateException.class, () -> other.setClientID("mine"));
        }
    }

    @Test
    void shouldRefuseAClientIdAfterAnyOtherAction_6_1_2() throws JMSException {
        assertThrows(IllegalStateException.class, () -> connection().setClientID("late"));
        try (TernConnection other = factory.createConnection()) {
            ConnectionMetaData metaData = other.getMetaData();
            assertEquals(3, metaData.getJMSMajorVersion());
            assertThrows(IllegalStateException.class, () -> other.setClientID("late"));
        }
    }

    @Test
    void shouldRefuseAClientIdThatIsInUse_6_1_2() throws JMSException {
        String id = "id-" + queue.getQueueName();
        try (TernConnection first = factory.createConnection();
                TernConnection second = factory.createConnection()) {
            first.setClientID(id);
            assertEquals(id, first.getClientID());
            assertThrows(InvalidClientIDException.class, () -> second.setClientID(id));
            second.setClientID(id + "b");
        }
        try (TernConnection third = factory.createConnection()) {
            third.setClientID(id);
        }
    }

    @Test
    void shouldSendButNotReceiveWhileStopped_6_1_4() throws JMSException {
        try (TernConnection stopped = factory.createConnection();
                TernSession session = stopped.createSession()) {
            session.createProducer(queue).send(session.createTextMessage("early"));
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertNull(consumer.receive(SHORT));
            assertNull(consumer.receiveNoWait());
            stopped.start();
            stopped.start();
            assertEquals("early", text(consumer.receive(LONG)));
        }
    }

    @Test
    void shouldHoldWhatIsPrefetchedWhileStopped_6_1_5() throws JMSException {
        send("one", "two");
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(LONG)));
            connection().stop();
            connection().stop();
            assertNull(consumer.receive(SHORT));
            connection().start();
            assertEquals("two", text(consumer.receive(LONG)));
        }
    }

    @Test
    void shouldWaitForARunningListenerInStop_6_1_5() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        TernSession session = connection().createSession();
        session.createConsumer(queue)
                .setMessageListener(
                        message -> {
                            entered.countDown();
                            await(leave);
                            done.incrementAndGet();
                        });
        send("one", "two");
        await(entered);
        CompletableFuture<Integer> stopped =
                CompletableFuture.supplyAsync(
                        () -> {
                            Failures.run(connection()::stop);
                            return done.get();
                        });
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> stopped.get(SHORT, TimeUnit.MILLISECONDS));
        leave.countDown();
        assertEquals(1, stopped.get(LONG, TimeUnit.MILLISECONDS));
        assertEquals(1, done.get());
    }

    @Test
    void shouldRefuseStopAndCloseInAnOwnListener_6_1_8() throws Exception {
        AtomicReference<List<Exception>> thrown = new AtomicReference<>(List.of());
        CountDownLatch called = new CountDownLatch(1);
        TernSession session = connection().createSession();
        session.createConsumer(queue)
                .setMessageListener(
                        message -> {
                            thrown.set(
                                    List.of(
                                            failure(connection()::stop),
                                            failure(connection()::close),
                                            failure(session::close)));
                            called.countDown();
                        });
        send("one");
        await(called);
        for (Exception exception : thrown.get()) {
            assertInstanceOf(IllegalStateException.class, exception);
        }
        assertEquals(3, thrown.get().size());
    }

    @Test
    void shouldWaitForARunningListenerInCloseAndServeIt_6_1_8() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<String> sent = new AtomicReference<>("nothing");
        TernQueue reply = new TernQueue(queue.getQueueName() + ".reply");
        TernConnection other = factory.createConnection();
        other.start();
        TernSession session = other.createSession();
        session.createConsumer(queue)
                .setMessageListener(
                        message -> {
                            entered.countDown();
                            await(leave);
                            Failures.run(
                                    () -> {
                                        Message answer = session.createTextMessage("served");
                                        session.createProducer(reply).send(answer);
                                        sent.set(answer.getJMSMessageID());
                                    });
                        });
        send("one");
        await(entered);
        CompletableFuture<Void> closed =
                CompletableFuture.runAsync(() -> Failures.run(other::close));
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> closed.get(SHORT, TimeUnit.MILLISECONDS));
        leave.countDown();
        closed.get(LONG, TimeUnit.MILLISECONDS);
        assertTrue(sent.get().startsWith("ID:"));
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldEndABlockedReceiveWithNullInClose_6_1_8() throws Exception {
        TernConnection other = factory.createConnection();
        other.start();
        TernSession session = other.createSession();
        TernMessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> received = receiving(consumer);
        awaitWaiting(received, session);
        other.close();
        assertEquals("nothing", received.get(LONG, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldRollBackLocalWorkInClose_6_1_8() throws JMSException {
        send("kept");
        TernConnection other = factory.createConnection();
        other.start();
        TernSession session = other.createSession(Session.SESSION_TRANSACTED);
        session.createProducer(queue).send(session.createTextMessage("dropped"));
        assertEquals("kept", text(session.createConsumer(queue).receive(LONG)));
        other.close();
        assertEquals(List.of("kept"), drain());
    }

    @Test
    void shouldNotAcknowledgeClientWorkInClose_6_1_8() throws JMSException {
        send("kept");
        TernConnection other = factory.createConnection();
        other.start();
        TernSession session = other.createSession(Session.CLIENT_ACKNOWLEDGE);
        Message message = session.createConsumer(queue).receive(LONG);
        other.close();
        assertThrows(IllegalStateException.class, message::acknowledge);
        assertEquals("kept", text(message));
        try (TernSession again = connection().createSession()) {
            Message copy = again.createConsumer(queue).receive(LONG);
            assertEquals("kept", text(copy));
            assertTrue(copy.getJMSRedelivered());
            assertEquals(2, count(copy));
        }
    }

    @Test
    void shouldCloseASecondTimeSilentlyAndRefuseOtherUse_6_1_8() throws JMSException {
        TernConnection other = factory.createConnection();
        TernSession session = other.createSession();
        TernMessageConsumer consumer = session.createConsumer(queue);
        TernMessageProducer producer = session.createProducer(queue);
        other.close();
        other.close();
        session.close();
        consumer.close();
        producer.close();
        assertThrows(IllegalStateException.class, other::createSession);
        assertThrows(IllegalStateException.class, other::start);
        assertThrows(IllegalStateException.class, session::createTextMessage);
        assertThrows(IllegalStateException.class, consumer::receive);
        assertThrows(IllegalStateException.class, () -> producer.send(new TernTextMessage("late")));
        assertFalse(other.isAlive());
    }

    @Test
    void shouldTellWhatItIs_6_1_6() throws JMSException {
        ConnectionMetaData metaData = connection().getMetaData();
        assertEquals("3.1", metaData.getJMSVersion());
        assertEquals(
                List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"),
                names(metaData.getJMSXPropertyNames()));
    }

    @Test
    void shouldAnswerAPingAndKnowItsJournal() throws JMSException {
        connection().ping();
        try (TernConnection other = factory.createConnection()) {
            assertEquals(connection().journalId(), other.journalId());
            assertTrue(other.isAlive());
        }
    }

    static Exception failure(Failures.Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            return e;
        }
        return new NothingThrown("nothing was thrown");
    }

    /** Says that an exception is missing, where one is collected. */
    private static final class NothingThrown extends Exception {
        private static final long serialVersionUID = 1L;

        NothingThrown(String message) {
            super(message);
        }
    }

    static CompletableFuture<String> receiving(TernMessageConsumer consumer) {
        return CompletableFuture.supplyAsync(
                () -> Failures.unchecked(() -> text(consumer.receive())));
    }

    /** Returns when the receive holds its session. */
    static void awaitWaiting(CompletableFuture<?> receive, TernSession session) {
        org.awaitility.Awaitility.await().until(() -> session.receiving().isLocked());
        assertFalse(receive.isDone());
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LONG, TimeUnit.MILLISECONDS), "it did not happen in time");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
