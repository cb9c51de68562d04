package io.ternmq.broker.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.StoredRecord;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's own thread does and must not do. */
class LoopTest {

    @TempDir Path directory;

    @Test
    void shouldForceWhatNobodyWaitsForWithinAMomentThoughTheClockStandsStill() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.TRANSACTED);
            client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(2))
                    .until(
                            () ->
                                    broker.journal.durablePosition()
                                            == broker.journal.appendedPosition());
            int forces = broker.journal.forces();
            client.send(session, Request.LOCAL_TX, Messages.of("q", "b"));
            assertTrue(broker.journal.forces() - forces <= 1);
            await().until(
                            () ->
                                    broker.journal.durablePosition()
                                            == broker.journal.appendedPosition());
            assertEquals(forces + 1, broker.journal.forces());
        }
    }

    @Test
    void shouldForceLazilyAfterTheClockWasSetBack() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.TRANSACTED);
            for (int i = 0; i < 3; i++) {
                client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
                broker.clockMs.addAndGet(-3_600_000);
                await().atMost(Duration.ofSeconds(2))
                        .until(
                                () ->
                                        broker.journal.durablePosition()
                                                == broker.journal.appendedPosition());
            }
        }
    }

    @Test
    void shouldLetSendersWaitWhenMuchContentWaits() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            CompletableFuture<Boolean> held =
                    broker.broker()
                            .inspect(
                                    state -> {
                                        entered.countDown();
                                        try {
                                            return goOn.await(20, TimeUnit.SECONDS);
                                        } catch (InterruptedException e) {
                                            throw new AssertionError(e);
                                        }
                                    });
            assertTrue(entered.await(20, TimeUnit.SECONDS));
            int messages = 100;
            Content content = Content.of(new byte[1 << 20]);
            AtomicInteger sent = new AtomicInteger();
            Thread sender =
                    new Thread(
                            () -> {
                                for (int i = 0; i < messages; i++) {
                                    client.tell(
                                            new Request.Send(
                                                    0,
                                                    session,
                                                    Request.NO_TX,
                                                    Messages.of("q", "")
                                                            .nonPersistent()
                                                            .envelope("ID:" + i),
                                                    content));
                                    sent.incrementAndGet();
                                }
                            });
            sender.start();
            await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
            assertEquals(Loop.INBOX_BYTES >> 20, sent.get());
            goOn.countDown();
            sender.join(20_000);
            assertEquals(messages, sent.get());
            assertTrue(FrameClient.await(held));
            assertEquals(
                    Long.valueOf(messages),
                    FrameClient.await(broker.broker().inspect(BrokerState::queueDepths)).get("q"));
        }
    }

    @Test
    void shouldNeverReadTheDiskOnItsOwnThread() throws Exception {
        AtomicReference<String> readOnLoop = new AtomicReference<>();
        try (TestBroker broker =
                new TestBroker(
                        directory,
                        Limits.defaults(),
                        inner ->
                                new ForwardingJournal(inner) {
                                    @Override
                                    public StoredRecord read(long position)
                                            throws JournalException {
                                        String thread = Thread.currentThread().getName();
                                        if (thread.startsWith("tern-broker")) {
                                            readOnLoop.set(thread);
                                        }
                                        return super.read(position);
                                    }
                                })) {
            FrameClient first = broker.client();
            first.send(first.session(SessionMode.AUTO), "q", "a", "b");
            broker.restart();
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            client.consumer(session, "q", 2);
            Event.Deliver a = client.next();
            // forwarded as it is: its bytes are only in the journal
            client.done(
                    id ->
                            new Request.Send(
                                    id,
                                    session,
                                    Request.NO_TX,
                                    Messages.of("next", "").envelope("ID:forwarded"),
                                    a.content()));
            client.acknowledge(session, Request.NO_TX, a, client.next());
            long consumer = client.consumer(session, "next", 1);
            assertEquals(List.of("a"), client.texts(consumer));
            assertNull(readOnLoop.get());
        }
    }
}
