package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Limits;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.DestinationName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves the engine and when, against what the journal has forced; without threads. */
class EngineTest {

    private static final long NOW = 5_000;
    private static final DestinationName QUEUE = DestinationName.queue("q");

    /** Forces, answers and deliveries, in the order in which they happened. */
    private final List<String> log = new ArrayList<>();

    private final MemoryJournal memory = new MemoryJournal();
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        BrokerState state =
                new BrokerState(memory.id(), Limits.defaults(), JournaledContent::release);
        engine =
                new Engine(
                        new ForwardingJournal(memory) {
                            @Override
                            public long force() throws io.ternmq.journal.JournalException {
                                log.add("force");
                                return super.force();
                            }
                        },
                        state,
                        (connection, event) -> log.add("deliver " + Messages.text(event)),
                        1 << 20);
        take("", new Request.Connect(1, null, null, null));
        take("", new Request.OpenSession(1, 1, SessionMode.CLIENT));
        take("", new Request.OpenSession(1, 2, SessionMode.TRANSACTED));
        take("", new Request.OpenConsumer(1, 1, 1, QUEUE, null, false));
        take("", new Request.Credit(1, 100_000));
        engine.finish(NOW);
        engine.force();
        log.clear();
    }

    private void take(String name, Request request) throws Exception {
        engine.take(
                new Command.FromClient(1, request),
                result -> log.add(name + " " + result.getClass().getSimpleName()),
                NOW);
    }

    private static Request.Send send(long session, long tx, Messages message) {
        return new Request.Send(
                1,
                session,
                tx,
                message.envelope("ID:" + message.text()),
                io.ternmq.wire.message.Content.of(message.text().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldAnswerAPersistentSendOnlyAfterAForceAndDeliverItOnlyThen() throws Exception {
        take("send", send(1, Request.NO_TX, Messages.of("q", "a")));
        assertEquals(List.of(), log);
        engine.finish(NOW);
        assertEquals(List.of("force", "send Done", "deliver a"), log);
        assertEquals(memory.appendedPosition(), memory.durablePosition());
    }

    @Test
    void shouldAnswerThatAQueueExistsOnlyWhenItsCreationIsDurable() throws Exception {
        take("", new Request.OpenConsumer(1, 1, 2, DestinationName.queue("lazy"), null, false));
        engine.finish(NOW);
        assertTrue(engine.unforced(), "a consumer creates its queue without a force");
        log.clear();
        engine.take(new Command.CreateQueue("lazy"), result -> log.add("exists"), NOW);
        engine.finish(NOW);
        assertEquals(List.of("force", "exists"), log);
    }

    @Test
    void shouldAnswerThatAQueueIsGoneOnlyAfterWhatWasReadIsDurable() throws Exception {
        take("", new Request.OpenConsumer(1, 1, 2, DestinationName.queue("lazy"), null, false));
        engine.finish(NOW);
        log.clear();
        engine.take(new Command.DeleteQueue("none"), result -> log.add("gone"), NOW);
        engine.finish(NOW);
        assertEquals(List.of("force", "gone"), log);
    }

    @Test
    void shouldCoverAllSendsOfATurnWithOneForce() throws Exception {
        for (int i = 0; i < 100; i++) {
            take("send", send(1, Request.NO_TX, Messages.of("q", "a" + i)));
        }
        engine.finish(NOW);
        assertEquals(1, log.stream().filter("force"::equals).count());
        assertEquals(100, log.stream().filter("send Done"::equals).count());
        assertEquals("force", log.get(0));
        assertEquals("deliver a0", log.get(101));
        assertEquals("deliver a99", log.get(200));
    }

    @Test
    void shouldAnswerAndDeliverANonPersistentSendWithoutAForce() throws Exception {
        take("send", send(1, Request.NO_TX, Messages.of("q", "a").nonPersistent()));
        engine.finish(NOW);
        assertEquals(List.of("send Done", "deliver a"), log);
        assertFalse(engine.unforced());
    }

    @Test
    void shouldHideATransactedSendUntilItsCommitIsForced() throws Exception {
        take("send", send(2, Request.LOCAL_TX, Messages.of("q", "a")));
        engine.finish(NOW);
        assertEquals(List.of("send Done"), log);
        assertTrue(engine.unforced());
        take("commit", new Request.Commit(2, 2));
        engine.finish(NOW);
        assertEquals(List.of("send Done", "force", "commit Done", "deliver a"), log);
    }

    @Test
    void shouldDeliverAMessageOnlyDurablyEvenIfItsSenderDoesNotWait() throws Exception {
        Request.Send asked = send(1, Request.NO_TX, Messages.of("q", "a"));
        engine.take(
                new Command.FromClient(
                        1,
                        new Request.Send(0, 1, Request.NO_TX, asked.envelope(), asked.content())),
                result -> {},
                NOW);
        engine.finish(NOW);
        assertEquals(List.of("force", "deliver a"), log);
    }

    @Test
    void shouldForceAnAcknowledgementOnlyIfSomeoneWaitsForIt() throws Exception {
        take("send", send(1, Request.NO_TX, Messages.of("q", "a")));
        take("send", send(1, Request.NO_TX, Messages.of("q", "b")));
        engine.finish(NOW);
        log.clear();
        take("lazy", new Request.Acknowledge(0, 1, Request.NO_TX, List.of(1L)));
        engine.finish(NOW);
        assertEquals(List.of("lazy Done"), log);
        take("ack", new Request.Acknowledge(9, 1, Request.NO_TX, List.of(2L)));
        engine.finish(NOW);
        assertEquals(List.of("lazy Done", "force", "ack Done"), log);
    }

    @Test
    void shouldDeliverADeadLetterOnlyWhenItsMoveIsDurableThoughNobodyWaits() throws Exception {
        take("", new Request.OpenConsumer(1, 1, 9, DestinationName.queue("DLQ"), null, false));
        take("", new Request.Credit(9, 1));
        take("send", send(1, Request.NO_TX, Messages.of("q", "a")));
        engine.finish(NOW);
        for (long delivery = 1; delivery <= 10; delivery++) {
            log.clear();
            take("recover", new Request.Recover(1, 1, List.of(delivery)));
            engine.finish(NOW);
        }
        assertEquals(List.of("recover Done", "force", "deliver a"), log);
    }

    @Test
    void shouldAnswerAReaderOnlyWhenWhatItReadIsDurable() throws Exception {
        take("send", send(2, Request.LOCAL_TX, Messages.of("q", "a")));
        engine.inspect(BrokerState::queueDepths, depths -> log.add("depths " + depths));
        engine.finish(NOW);
        assertEquals(List.of("send Done", "force", "depths {q=1}"), log);
    }

    @Test
    void shouldAnswerAPullOnlyAfterEverythingThatWasInTheWay() throws Exception {
        take("close", new Request.CloseConsumer(1, 1, List.of()));
        int expired = 10_005; // more than one turn takes out of the way
        for (int i = 0; i < expired; i++) {
            take("", send(1, Request.NO_TX, Messages.of("q", "x" + i).expiringAt(NOW + 1)));
        }
        take("", send(1, Request.NO_TX, Messages.of("q", "live")));
        engine.finish(NOW);
        take("", new Request.OpenConsumer(1, 1, 2, QUEUE, null, false));
        take("", new Request.Credit(2, 1));
        take("pull", new Request.Pull(5, 2));
        log.clear();
        long later = NOW + 10;
        engine.finish(later);
        while (engine.pending()) {
            engine.finish(later);
        }
        log.removeIf(" Done"::equals);
        assertEquals(List.of("deliver live", "pull Done"), log);
    }
}
