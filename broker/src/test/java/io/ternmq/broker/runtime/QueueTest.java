package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Command;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.DeadLetter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order, turns, credit, places, counts and dead letters of queues, over frames. */
class QueueTest {

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory);
        client = broker.client();
        session = client.session(SessionMode.CLIENT);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static List<String> texts(List<Event.Deliver> deliveries) {
        return deliveries.stream().map(Messages::text).toList();
    }

    private static List<Integer> counts(List<Event.Deliver> deliveries) {
        return deliveries.stream().map(Event.Deliver::deliveries).toList();
    }

    @Test
    void shouldKeepTheOrderOfEachOfTenPrioritiesTheHighestFirst() {
        List<String> expected = new ArrayList<>();
        for (int priority = 0; priority <= 9; priority++) {
            for (String name : List.of("a", "b")) {
                Messages message = Messages.of("q", priority + name).priority(priority);
                client.send(
                        session,
                        Request.NO_TX,
                        name.equals("a") ? message : message.nonPersistent());
            }
            expected.addAll(0, List.of(priority + "a", priority + "b"));
        }
        assertEquals(expected, client.texts(client.consumer(session, "q", 100)));
    }

    @Test
    void shouldServeConsumersInTurnAndRespectTheirCredit() {
        long one = client.consumer(session, "q", 100);
        long two = client.consumer(session, "q", 2);
        long three = client.consumer(session, "q", 100);
        for (int i = 0; i < 8; i++) {
            client.send(session, "q", "m" + i);
        }
        Map<Long, List<String>> got = new HashMap<>();
        for (Event.Deliver delivery : client.delivered(one)) {
            got.computeIfAbsent(delivery.consumerId(), id -> new ArrayList<>())
                    .add(Messages.text(delivery));
        }
        assertEquals(List.of("m0", "m3", "m6"), got.get(one));
        assertEquals(List.of("m1", "m4"), got.get(two));
        assertEquals(List.of("m2", "m5", "m7"), got.get(three));
    }

    @Test
    void shouldGiveRecoveredMessagesAgainInTheirOldPlaceCountingThoseThatWereHanded() {
        client.send(session, "q", "a", "b", "c", "d");
        long consumer = client.consumer(session, "q", 3);
        List<Event.Deliver> first = client.delivered(consumer);
        client.acknowledge(session, Request.NO_TX, first.get(1));
        client.done(
                id -> new Request.Recover(id, session, List.of(first.get(0).deliveryId(), 999L)));
        client.tell(new Request.Credit(consumer, 10));
        List<Event.Deliver> again = client.delivered(consumer);
        assertEquals(List.of("a", "c", "d"), texts(again));
        assertEquals(List.of(2, 1, 1), counts(again));
    }

    @Test
    void shouldReplyToRecoverBeforeItDeliversAgain() {
        client.send(session, "q", "a");
        long consumer = client.consumer(session, "q", 10);
        client.next();
        client.events.clear();
        client.done(id -> new Request.Recover(id, session, List.of()));
        client.delivered(consumer);
        assertTrue(client.events.element() instanceof Event.Reply, client.events::toString);
    }

    @Test
    void shouldReturnPrefetchedMessagesUncountedWhenAConsumerCloses() {
        client.send(session, "q", "a", "b", "c");
        long consumer = client.consumer(session, "q", 3);
        List<Event.Deliver> first = client.delivered(consumer);
        long handed = first.get(0).deliveryId();
        client.done(id -> new Request.CloseConsumer(id, consumer, List.of(handed)));
        long next = client.consumer(session, "q", 3);
        List<Event.Deliver> again = client.delivered(next);
        assertEquals(List.of("b", "c"), texts(again));
        assertEquals(List.of(1, 1), counts(again));
        client.acknowledge(session, Request.NO_TX, first.get(0));
        client.done(id -> new Request.Recover(id, session, List.of()));
        client.tell(new Request.Credit(next, 5));
        assertEquals(List.of("b", "c"), client.texts(next));
    }

    @Test
    void shouldReturnWhatASessionOrConnectionHeldWhenItEnds() throws Exception {
        client.send(session, "q", "a", "b");
        for (int way = 0; way < 3; way++) {
            FrameClient other = broker.client();
            long theirs = other.session(SessionMode.CLIENT);
            long consumer = other.consumer(theirs, "q", 9);
            assertEquals(List.of("a", "b"), other.texts(consumer), "way " + way);
            switch (way) {
                case 0 -> other.done(id -> new Request.CloseSession(id, theirs));
                case 1 -> other.disconnect();
                default -> other.close();
            }
        }
        long consumer = client.consumer(session, "q", 9);
        List<Event.Deliver> again = client.delivered(consumer);
        assertEquals(List.of("a", "b"), texts(again));
        assertEquals(List.of(1, 1), counts(again));
    }

    @Test
    void shouldCountAHandedMessageThoughTheProcessDies() {
        client.send(session, "q", "a", "b");
        client.consumer(session, "q", 2);
        Event.Deliver a = client.next();
        client.tell(new Request.Handed(session, a.deliveryId()));
        client.send(session, "other", "forces what came before");
        broker.crash();
        FrameClient after = after();
        long consumer = after.consumer(after.session(SessionMode.AUTO), "q", 5);
        List<Event.Deliver> again = after.delivered(consumer);
        assertEquals(List.of("a", "b"), texts(again));
        assertEquals(List.of(2, 1), counts(again));
    }

    private FrameClient after() {
        try {
            return broker.client();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDropExpiredMessagesAtDispatch() {
        long now = broker.clockMs.get();
        client.send(session, Request.NO_TX, Messages.of("q", "late").expiringAt(now + 10));
        client.send(session, Request.NO_TX, Messages.of("q", "kept").expiringAt(now + 1_000));
        broker.clockMs.addAndGet(10);
        assertEquals(List.of("kept"), client.texts(client.consumer(session, "q", 5)));
        broker.restart();
        FrameClient after = after();
        long consumer = after.consumer(after.session(SessionMode.AUTO), "q", 5);
        assertEquals(List.of("kept"), after.texts(consumer));
    }

    @Test
    void shouldMoveAMessageToTheDeadLetterQueueAfterTenDeliveries() {
        client.send(session, "q", "poison", "good");
        long consumer = client.consumer(session, "q", 1);
        for (int delivery = 1; delivery <= 10; delivery++) {
            Event.Deliver poison = client.next();
            assertEquals("poison", Messages.text(poison));
            assertEquals(delivery, poison.deliveries());
            assertNull(poison.deadLetter());
            client.done(id -> new Request.Recover(id, session, List.of(poison.deliveryId())));
            client.tell(new Request.Credit(consumer, 1));
        }
        assertEquals(List.of("good"), client.texts(consumer));
        long dead = client.consumer(session, "DLQ", 100);
        for (int delivery = 1; delivery <= 30; delivery++) {
            Event.Deliver poison = client.next();
            assertEquals(dead, poison.consumerId());
            assertEquals(delivery, poison.deliveries(), "DLQ itself is exempt");
            DeadLetter why = poison.deadLetter();
            assertNotNull(why);
            assertEquals("q", why.queue());
            assertEquals(10, why.deliveries());
            assertTrue(why.reason().contains("maxDeliveries is 10"), why.reason());
            client.done(id -> new Request.Recover(id, session, List.of(poison.deliveryId())));
        }
    }

    @Test
    void shouldMoveAMessageThatKillsItsProcessTenTimes() {
        client.send(session, "q", "poison");
        for (int death = 1; death <= 10; death++) {
            FrameClient victim = after();
            long theirs = victim.session(SessionMode.CLIENT);
            victim.consumer(theirs, "q", 1);
            Event.Deliver poison = victim.next();
            assertEquals(death, poison.deliveries());
            victim.tell(new Request.Handed(theirs, poison.deliveryId()));
            victim.send(theirs, "other", "forces what came before");
            broker.crash();
        }
        FrameClient last = after();
        long sane = last.session(SessionMode.CLIENT);
        assertEquals(List.of(), last.texts(last.consumer(sane, "q", 1)));
        last.consumer(sane, "DLQ", 1);
        assertEquals("poison", Messages.text(last.next()));
    }

    @Test
    void shouldDeleteAQueueInUseWithItsMessages() {
        client.send(session, "q", "a", "b");
        long consumer = client.consumer(session, "q", 1);
        Event.Deliver a = client.next();
        broker.admin(new Command.DeleteQueue("q"));
        String reason =
                client.refused(
                        ErrorCode.ILLEGAL_STATE,
                        id ->
                                new Request.Acknowledge(
                                        id, session, Request.NO_TX, List.of(a.deliveryId())));
        assertTrue(reason.contains("its queue was deleted"), reason);
        client.tell(new Request.Credit(consumer, 5));
        assertEquals(List.of(), client.texts(consumer));
        broker.crash();
        FrameClient next = after();
        assertEquals(List.of(), next.texts(next.consumer(next.session(SessionMode.AUTO), "q", 5)));
    }

    @Test
    void shouldLetThePullBeABarrierForWhatWasSentBefore() throws Exception {
        FrameClient sender = broker.client();
        long theirs = sender.session(SessionMode.AUTO);
        long consumer = client.consumer(session, "q", 1_000);
        for (int i = 0; i < 200; i++) {
            sender.send(theirs, "q", "m" + i);
            assertEquals(List.of("m" + i), client.texts(consumer));
        }
    }
}
