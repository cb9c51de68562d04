package io.ternmq.ra;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.ra.container.Beans;
import io.ternmq.ra.container.Broker;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery to endpoints, failure by failure (Connectors 2.1, chapter 13). */
@Timeout(60)
class InboundTest {

    @TempDir Path directory;
    private Broker broker;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(directory);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private MessageListener recording(MessageListener then) {
        return message -> {
            try {
                String text = message.getBody(String.class);
                seen.add(text);
                counts.put(text, message.getIntProperty("JMSXDeliveryCount"));
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
            then.onMessage(message);
        };
    }

    private static MessageListener fine() {
        return message -> {};
    }

    private static MessageListener failing(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return message -> {
            if (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new IllegalArgumentException("the bean fails for the test");
            }
        };
    }

    private Beans beans(boolean transacted, MessageListener bean) {
        return new Beans(broker.container.transactions(), transacted, recording(bean));
    }

    private TernActivationSpec activate(Beans beans, int sessions) throws Exception {
        TernActivationSpec spec = new TernActivationSpec();
        spec.setResourceAdapter(broker.adapter);
        spec.setDestination("in");
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setMaxSessions(sessions);
        broker.adapter.endpointActivation(beans, spec);
        return spec;
    }

    private void awaitSeen(int messages) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> seen.size() >= messages);
    }

    /** Deactivates, so that what is still held would come back, and looks. */
    private void nothingIsLeft(Beans beans, TernActivationSpec spec) {
        broker.adapter.endpointDeactivation(beans, spec);
        assertTrue(broker.isEmpty("in"));
    }

    @Test
    void shouldDeliverInOrderAndOnce() throws Exception {
        Beans beans = beans(true, fine());
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a", "b", "c");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(List.of("a", "b", "c"), seen);
        assertEquals(beans.before.get(), beans.after.get());
        assertEquals(1, beans.created.get());
        assertEquals(1, beans.released.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeliverAndRedeliverMessagesThatCameInParts(boolean transacted) throws Exception {
        String large = "0123456789".repeat(350_000);
        Beans beans = beans(transacted, failing(1));
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", large, "small");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(2, seen.stream().filter(large::equals).count());
        assertEquals(2, counts.get(large));
        assertEquals(1, counts.get("small"));
    }

    @Test
    void shouldDeliverMoreThanOneTurn() throws Exception {
        Beans beans = beans(true, fine());
        for (int i = 0; i < 300; i++) {
            broker.send("in", "m" + i);
        }
        TernActivationSpec spec = activate(beans, 3);
        awaitSeen(300);
        nothingIsLeft(beans, spec);
        assertEquals(300, seen.size());
        assertEquals(300, counts.size());
    }

    @Test
    void shouldDeliverAsManyAtOnceAsThereAreSessions() throws Exception {
        CountDownLatch together = new CountDownLatch(3);
        Beans beans =
                beans(
                        true,
                        message -> {
                            together.countDown();
                            try {
                                if (!together.await(10, TimeUnit.SECONDS)) {
                                    throw new IllegalStateException("the others did not come");
                                }
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        TernActivationSpec spec = activate(beans, 3);
        broker.send("in", "a", "b", "c");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(3, beans.mostConcurrent.get());
    }

    /** Row: onMessage throws. */
    @Test
    void shouldDeliverAgainWhenTheBeanThrows() throws Exception {
        Beans beans = beans(true, failing(1));
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a");
        awaitSeen(2);
        nothingIsLeft(beans, spec);
        assertEquals(List.of("a", "a"), seen);
        assertEquals(2, counts.get("a"));
        assertEquals(beans.before.get(), beans.after.get());
    }

    /** Row: setRollbackOnly. */
    @Test
    void shouldDeliverAgainWhenTheBeanMarksRollback() throws Exception {
        AtomicInteger left = new AtomicInteger(2);
        Beans beans =
                beans(
                        true,
                        message -> {
                            if (left.getAndDecrement() > 0) {
                                broker.container.transactions().setRollbackOnly();
                            }
                        });
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(3, counts.get("a"));
    }

    /** Row: setRollbackOnly loops. */
    @Test
    void shouldEndAMessageThatAlwaysFailsInTheDeadLetterQueue() throws Exception {
        Beans beans = beans(true, message -> broker.container.transactions().setRollbackOnly());
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "poison");
        assertEquals("poison", broker.receive("DLQ"));
        nothingIsLeft(beans, spec);
        assertEquals(10, seen.size());
    }

    /** Row: afterDelivery throws. */
    @Test
    void shouldGoOnWithAnotherEndpointAndSessionWhenAfterDeliveryThrows() throws Exception {
        Beans beans = beans(true, fine());
        beans.failAfter.set(1);
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a", "b");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(List.of("a", "a", "b"), seen);
        assertEquals(2, counts.get("a"));
        assertEquals(1, counts.get("b"));
        assertEquals(2, beans.created.get());
        assertEquals(2, beans.released.get());
    }

    /** Row: beforeDelivery throws. */
    @Test
    void shouldGiveTheMessageBackUncountedWhenBeforeDeliveryThrows() throws Exception {
        Beans beans = beans(true, fine());
        beans.failBefore.set(2);
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a");
        awaitSeen(1);
        nothingIsLeft(beans, spec);
        assertEquals(1, counts.get("a"));
        assertEquals(1, beans.before.get());
        assertEquals(1, beans.after.get());
    }

    /** Row: UnavailableException. */
    @Test
    void shouldHoldNoMessageWhileTheEndpointIsUnavailable() throws Exception {
        Beans beans = beans(true, fine());
        beans.unavailable.set(Integer.MAX_VALUE);
        TernActivationSpec spec = activate(beans, 2);
        broker.send("in", "a");
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> beans.unavailable.get() < Integer.MAX_VALUE - 3);
        Message taken = null;
        for (int i = 0; i < 500 && taken == null; i++) {
            taken = broker.poll("in");
        }
        assertNotNull(taken, "the message stays hidden in a session that cannot deliver it");
        assertEquals(1, taken.getIntProperty("JMSXDeliveryCount"));
        beans.unavailable.set(0);
        broker.send("in", "b");
        awaitSeen(1);
        nothingIsLeft(beans, spec);
        assertEquals(List.of("b"), seen);
    }

    /** Row: non-transacted. */
    @Test
    void shouldAcknowledgeAfterNormalReturnWithoutTransactions() throws Exception {
        Beans beans = beans(false, failing(1));
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a", "b");
        awaitSeen(3);
        nothingIsLeft(beans, spec);
        assertEquals(List.of("a", "a", "b"), seen);
        assertEquals(2, counts.get("a"));
        assertEquals(0, beans.before.get());
    }

    @Test
    void shouldDeliverWhatWasThereBeforeTheActivation() throws Exception {
        broker.send("in", "old");
        Beans beans = beans(true, fine());
        TernActivationSpec spec = activate(beans, 10);
        awaitSeen(1);
        nothingIsLeft(beans, spec);
    }

    @Test
    void shouldOfferWorkAgainThatTheContainerRejected() throws Exception {
        Beans beans = beans(true, fine());
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "first");
        awaitSeen(1);
        broker.container.reject(3);
        broker.send("in", "a");
        awaitSeen(2);
        assertEquals(0, broker.container.rejectionsLeft());
        nothingIsLeft(beans, spec);
    }

    @Test
    void shouldWaitForARunningDeliveryWhenDeactivated() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Beans beans =
                beans(
                        true,
                        message -> {
                            entered.countDown();
                            try {
                                assertTrue(leave.await(20, TimeUnit.SECONDS));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a", "b");
        assertTrue(entered.await(10, TimeUnit.SECONDS));
        Thread deactivation =
                new Thread(() -> broker.adapter.endpointDeactivation(beans, spec), "deactivation");
        deactivation.start();
        await().until(() -> deactivation.getState() == Thread.State.TIMED_WAITING);
        assertEquals(0, beans.after.get());
        leave.countDown();
        deactivation.join(10_000);
        assertFalse(deactivation.isAlive());
        assertEquals(1, beans.after.get());
        assertEquals("b", broker.receive("in"));
        assertTrue(broker.isEmpty("in"));
    }

    @Test
    void shouldLetFinishWhatStillRunsAfterTheDrainTimeout() throws Exception {
        broker.adapter.setDrainTimeout(50L);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Beans beans =
                beans(
                        true,
                        message -> {
                            entered.countDown();
                            try {
                                assertTrue(leave.await(20, TimeUnit.SECONDS));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        TernActivationSpec spec = activate(beans, 1);
        broker.send("in", "a");
        assertTrue(entered.await(10, TimeUnit.SECONDS));
        broker.adapter.endpointDeactivation(beans, spec);
        assertEquals(0, beans.after.get());
        broker.send("in", "b");
        leave.countDown();
        await().atMost(10, TimeUnit.SECONDS).until(() -> beans.released.get() == 1);
        assertEquals(1, beans.after.get());
        assertEquals("b", broker.receive("in"));
        assertTrue(broker.isEmpty("in"));
        assertEquals(List.of("a"), seen);
    }
}
