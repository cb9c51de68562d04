package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.wire.Request;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 6.2.7 to 6.2.11, 8.7, 8.8: sessions and acknowledgement. */
abstract class AcknowledgeRules extends JmsRules {

    AcknowledgeRules(Fixture broker) {
        super(broker);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldNotDeliverAnAcknowledgedMessageAgain_6_2_11(int mode) throws JMSException {
        send("one", "two", "three");
        try (TernSession session = connection().createSession(mode)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(LONG)));
            assertEquals("two", text(consumer.receive(LONG)));
        }
        assertEquals(List.of("three"), drain());
    }

    @Test
    void shouldNotCountWhatWasOnlyPrefetched_rule_69() throws JMSException {
        send("one", "two");
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(LONG)));
        }
        try (TernSession session = connection().createSession()) {
            Message message = session.createConsumer(queue).receive(LONG);
            assertEquals("two", text(message));
            assertFalse(message.getJMSRedelivered());
            assertEquals(1, count(message));
        }
    }

    @Test
    void shouldCoverAllMessagesOfTheSessionWithOneAcknowledge_6_2_10() throws JMSException {
        send("one", "two", "three");
        TernSession session = connection().createSession(Session.CLIENT_ACKNOWLEDGE);
        TernMessageConsumer closedEarly = session.createConsumer(queue);
        assertEquals("one", text(closedEarly.receive(LONG)));
        closedEarly.close();
        TernMessageConsumer consumer = session.createConsumer(queue);
        Message second = consumer.receive(LONG);
        assertEquals("two", text(second));
        second.acknowledge();
        second.acknowledge();
        session.close();
        assertEquals(List.of("three"), drain());
    }

    @Test
    void shouldStartOverAtTheFirstUnacknowledgedInRecover_6_2_10() throws JMSException {
        send("one", "two", "three", "four");
        try (TernSession session = connection().createSession(Session.CLIENT_ACKNOWLEDGE)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            consumer.receive(LONG).acknowledge();
            assertEquals("two", text(consumer.receive(LONG)));
            assertEquals("three", text(consumer.receive(LONG)));
            session.recover();
            Message second = consumer.receive(LONG);
            Message third = consumer.receive(LONG);
            Message fourth = consumer.receive(LONG);
            assertEquals("two", text(second));
            assertTrue(second.getJMSRedelivered());
            assertEquals(2, count(second));
            assertEquals("three", text(third));
            assertEquals(2, count(third));
            assertEquals("four", text(fourth));
            assertFalse(fourth.getJMSRedelivered());
            assertEquals(1, count(fourth));
            fourth.acknowledge();
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldDeliverWhatARollbackGaveBackInItsOldPlace_6_2_7() throws JMSException {
        send("one", "two", "three");
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(LONG)));
            assertEquals("two", text(consumer.receive(LONG)));
            session.rollback();
            Message first = consumer.receive(LONG);
            assertEquals("one", text(first));
            assertTrue(first.getJMSRedelivered());
            assertEquals(2, count(first));
            assertEquals("two", text(consumer.receive(LONG)));
            Message third = consumer.receive(LONG);
            assertEquals("three", text(third));
            assertEquals(1, count(third));
            session.commit();
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldShowSendsOnlyAfterCommitAndInTheirOrder_6_2_7() throws JMSException {
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(queue);
            producer.send(session.createTextMessage("dropped"));
            session.rollback();
            producer.send(session.createTextMessage("one"));
            producer.send(session.createTextMessage("two"));
            assertEquals(List.of(), drain());
            session.commit();
        }
        assertEquals(List.of("one", "two"), drain());
    }

    @Test
    void shouldSurviveMoreRollbacksThanItsPrefetchWithoutLosingCredit_rule_69()
            throws JMSException {
        factory.setPrefetch(3);
        send("one", "two", "three", "four", "five");
        try (TernConnection small = factory.createConnection();
                TernSession session = small.createSession(Session.SESSION_TRANSACTED)) {
            small.start();
            TernMessageConsumer consumer = session.createConsumer(queue);
            for (int round = 1; round <= 5; round++) {
                for (String expected : List.of("one", "two", "three", "four")) {
                    assertEquals(expected, text(consumer.receive(LONG)), "round " + round);
                }
                session.rollback();
            }
            session.commit();
        }
        assertEquals(5, drain().size());
    }

    @Test
    void shouldRefuseCommitAndRollbackWithoutATransaction_10_3() throws JMSException {
        try (TernSession session = connection().createSession()) {
            assertThrows(IllegalStateException.class, session::commit);
            assertThrows(IllegalStateException.class, session::rollback);
        }
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            assertThrows(IllegalStateException.class, session::recover);
            assertTrue(session.getTransacted());
            assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldRedeliverAtOnceAfterAnExceptionOfAListener_8_7(int mode) throws JMSException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch last = new CountDownLatch(1);
        try (TernSession session = connection().createSession(mode)) {
            session.createConsumer(queue)
                    .setMessageListener(
                            message ->
                                    Failures.run(
                                            () -> {
                                                seen.add(text(message) + count(message));
                                                if (count(message) == 1
                                                        && text(message).equals("one")) {
                                                    throw new IllegalArgumentException("no");
                                                }
                                                if (text(message).equals("two")) {
                                                    last.countDown();
                                                }
                                            }));
            send("one", "two");
            ConnectionRules.await(last);
        }
        assertEquals(List.of("one1", "one2", "two1"), seen);
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldGoOnAfterAnExceptionOfAListenerInClientAndTransactedModes_8_7() throws JMSException {
        for (int mode : new int[] {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED}) {
            List<String> seen = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch last = new CountDownLatch(2);
            try (TernSession session = connection().createSession(mode)) {
                session.createConsumer(queue)
                        .setMessageListener(
                                message ->
                                        Failures.run(
                                                () -> {
                                                    seen.add(text(message) + count(message));
                                                    last.countDown();
                                                    throw new IllegalArgumentException("no");
                                                }));
                send("one", "two");
                ConnectionRules.await(last);
            }
            assertEquals(List.of("one1", "two1"), seen);
            assertEquals(List.of("one", "two"), drain());
        }
    }

    @Test
    void shouldRedeliverWhatAListenerRecovered_6_2_10() throws JMSException {
        List<Integer> counts = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch twice = new CountDownLatch(2);
        try (TernSession session = connection().createSession()) {
            session.createConsumer(queue)
                    .setMessageListener(
                            message ->
                                    Failures.run(
                                            () -> {
                                                counts.add(count(message));
                                                if (count(message) == 1) {
                                                    session.recover();
                                                }
                                                twice.countDown();
                                            }));
            send("one");
            ConnectionRules.await(twice);
        }
        assertEquals(List.of(1, 2), counts);
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldNeverRunTwoListenersOfASessionAtOnce_6_2_13() throws JMSException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        TernQueue other = new TernQueue(queue.getQueueName() + ".b");
        try (TernSession session = connection().createSession();
                TernSession sender = connection().createSession()) {
            for (TernQueue each : List.of(queue, other)) {
                session.createConsumer(each)
                        .setMessageListener(
                                message -> {
                                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    Thread.onSpinWait();
                                    running.decrementAndGet();
                                    calls.incrementAndGet();
                                });
            }
            for (int i = 0; i < 100; i++) {
                sender.createProducer(i % 2 == 0 ? queue : other)
                        .send(sender.createTextMessage("m" + i));
            }
            Awaitility.await().untilAtomic(calls, org.hamcrest.Matchers.equalTo(100));
            assertEquals(1, most.get());
            assertThrows(
                    IllegalStateException.class,
                    () -> session.createConsumer(queue).receive(SHORT));
        }
    }

    @Test
    void shouldLetAListenerCloseItsOwnConsumer_8_8() throws JMSException {
        CountDownLatch called = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            consumer.setMessageListener(
                    message ->
                            Failures.run(
                                    () -> {
                                        calls.incrementAndGet();
                                        consumer.close();
                                        called.countDown();
                                    }));
            send("one", "two");
            ConnectionRules.await(called);
        }
        assertEquals(1, calls.get());
        assertEquals(List.of("two"), drain());
    }

    @Test
    void shouldEndABlockedReceiveWithNullWhenItsConsumerIsClosed_8_8() throws Exception {
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            var received = ConnectionRules.receiving(consumer);
            ConnectionRules.awaitWaiting(received, session);
            consumer.close();
            assertEquals("nothing", received.get());
            assertThrows(IllegalStateException.class, consumer::receive);
        }
    }

    @Test
    void shouldKeepUnacknowledgedMessagesOfAClosedConsumerWithTheSession_8_8() throws JMSException {
        send("one");
        try (TernSession session = connection().createSession(Session.CLIENT_ACKNOWLEDGE)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            Message message = consumer.receive(LONG);
            consumer.close();
            assertEquals(List.of(), drain());
            message.acknowledge();
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldAskTheBrokerInReceiveNoWait_rule_68() throws JMSException {
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertNull(consumer.receiveNoWait());
            for (int i = 0; i < 20; i++) {
                send("m" + i);
                assertEquals("m" + i, text(consumer.receiveNoWait()));
            }
        }
    }

    @Test
    void shouldReceiveByPriorityAndNotDeliverWhatExpired_3_4_10() throws JMSException {
        try (TernSession session = connection().createSession()) {
            MessageProducer producer = session.createProducer(queue);
            for (int priority : new int[] {1, 9, 4, 9}) {
                producer.send(
                        session.createTextMessage("p" + priority),
                        DeliveryMode.NON_PERSISTENT,
                        priority,
                        0);
            }
            producer.send(session.createTextMessage("late"), DeliveryMode.PERSISTENT, 4, 1);
            Message lasting = session.createTextMessage("lasting");
            producer.send(lasting, DeliveryMode.PERSISTENT, 4, 60_000);
            assertEquals(lasting.getJMSTimestamp() + 60_000, lasting.getJMSExpiration());
            Awaitility.await()
                    .until(() -> System.currentTimeMillis() > lasting.getJMSTimestamp() + 5);
        }
        assertEquals(List.of("p9", "p9", "p4", "lasting", "p1"), drain());
    }

    @Test
    void shouldKeepOrderThroughManyMessagesAndASmallPrefetch_6_2_9() throws JMSException {
        factory.setPrefetch(2);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expected.add("m" + i);
        }
        try (TernConnection small = factory.createConnection();
                TernSession session = small.createSession()) {
            small.start();
            send(expected.toArray(String[]::new));
            TernMessageConsumer consumer = session.createConsumer(queue);
            List<String> received = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Message message = consumer.receive(LONG);
                assertNotNull(message);
                received.add(text(message));
            }
            assertEquals(expected, received);
        }
    }

    @Test
    void shouldNotLoseAMessageToAnInterruptedReceive() throws Exception {
        try (TernSession session = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            Thread.currentThread().interrupt();
            assertThrows(JMSException.class, () -> consumer.receive(LONG));
            assertTrue(Thread.currentThread().isInterrupted());
            session.createProducer(queue).send(session.createTextMessage("sent interrupted"));
            assertTrue(Thread.interrupted());
            assertEquals("sent interrupted", text(consumer.receive(LONG)));
        }
    }

    @Test
    void shouldFailACommitWhoseAcknowledgementWasRefused_10_3() throws JMSException {
        send("one");
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer.receive(LONG)));
            session.createProducer(queue).send(session.createTextMessage("dropped"));
            session.frames().acknowledge(Request.LOCAL_TX, List.of(4711L));
            assertThrows(TransactionRolledBackException.class, session::commit);
            Message again = consumer.receive(LONG);
            assertEquals("one", text(again));
            assertTrue(again.getJMSRedelivered());
            session.commit();
        }
        assertEquals(List.of(), drain());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Session.AUTO_ACKNOWLEDGE,
                Session.DUPS_OK_ACKNOWLEDGE,
                Session.CLIENT_ACKNOWLEDGE,
                Session.SESSION_TRANSACTED
            })
    void shouldNotHandOverWhatExpiredInItsBuffer_7_8(int mode) throws JMSException {
        try (TernConnection stopped = factory.createConnection();
                TernSession session = stopped.createSession(mode);
                TernSession sender = connection().createSession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            Message brief = sender.createTextMessage("brief");
            sender.createProducer(queue).send(brief, DeliveryMode.PERSISTENT, 4, 200);
            sender.createProducer(queue).send(sender.createTextMessage("lasting"));
            Awaitility.await().until(() -> System.currentTimeMillis() > brief.getJMSExpiration());
            stopped.start();
            assertEquals("lasting", text(consumer.receive(LONG)));
            if (mode == Session.SESSION_TRANSACTED) {
                session.commit();
            }
            assertNull(consumer.receiveNoWait());
        }
    }
}
