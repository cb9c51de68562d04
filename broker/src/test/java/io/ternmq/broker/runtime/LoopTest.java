package io.ternmq.broker.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.StoredRecord;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    void shouldNeverReadTheDiskInATurn() throws Exception {
        AtomicReference<String> readOnLoop = new AtomicReference<>();
        AtomicReference<RunningBroker> running = new AtomicReference<>();
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
                                        RunningBroker open = running.get();
                                        if (thread.startsWith("tern-broker")
                                                || (open != null && open.leads())) {
                                            readOnLoop.set(thread);
                                        }
                                        return super.read(position);
                                    }
                                })) {
            FrameClient first = broker.client();
            first.send(first.session(SessionMode.AUTO), "q", "a", "b");
            broker.restart();
            running.set(broker.broker());
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

    /** Notes which threads force. */
    private static final class Watched extends ForwardingJournal {
        final Set<Thread> forcedBy = ConcurrentHashMap.newKeySet();
        volatile boolean overflow;

        Watched(Journal journal) {
            super(journal);
        }

        @Override
        public long force() throws JournalException {
            if (overflow) {
                return deeper();
            }
            forcedBy.add(Thread.currentThread());
            return super.force();
        }

        @SuppressWarnings("InfiniteRecursion")
        private long deeper() {
            return deeper() + 1;
        }
    }

    @Test
    void shouldRunOnTheThreadThatWaitsWhenNobodyElseDoes() throws Exception {
        AtomicReference<Watched> journal = new AtomicReference<>();
        try (TestBroker broker =
                new TestBroker(
                        directory,
                        Limits.defaults(),
                        inner -> {
                            journal.set(new Watched(inner));
                            return journal.get();
                        })) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            journal.get().forcedBy.clear();
            for (int i = 0; i < 100; i++) {
                client.send(session, "q", "a");
            }
            assertTrue(journal.get().forcedBy.contains(Thread.currentThread()));
        }
    }

    @Test
    void shouldServeAnInterruptedCallerAndTheOthers() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            AtomicReference<Throwable> fault = new AtomicReference<>();
            Thread sender =
                    new Thread(
                            () -> {
                                try {
                                    for (int i = 0; i < 20; i++) {
                                        Thread.currentThread().interrupt();
                                        client.transport()
                                                .call(
                                                        client.message(
                                                                0,
                                                                session,
                                                                Request.NO_TX,
                                                                Messages.of("q", "a")));
                                        assertTrue(Thread.interrupted(), "it is its owner's");
                                    }
                                } catch (Throwable e) {
                                    fault.set(e);
                                }
                            });
            sender.start();
            sender.join(20_000);
            assertNull(fault.get());
            assertEquals(
                    Long.valueOf(20),
                    FrameClient.await(broker.broker().inspect(BrokerState::queueDepths)).get("q"));
        }
    }

    @Test
    void shouldBeOverForEveryoneWhenATurnOverflowsItsCallersStack() throws Exception {
        AtomicReference<Watched> journal = new AtomicReference<>();
        try (TestBroker broker =
                new TestBroker(
                        directory,
                        Limits.defaults(),
                        inner -> {
                            journal.set(new Watched(inner));
                            return journal.get();
                        })) {
            FrameClient client = broker.client();
            FrameClient other = broker.client();
            long session = client.session(SessionMode.AUTO);
            journal.get().overflow = true;
            Result answer =
                    client.call(
                            id -> client.message(id, session, Request.NO_TX, Messages.of("q", "")));
            Result.Refused refused = assertInstanceOf(Result.Refused.class, answer);
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
            assertTrue(refused.reason().contains("StackOverflowError"), refused.reason());
            assertTrue(FrameClient.await(other.lost).contains("StackOverflowError"));
            assertTrue(FrameClient.await(client.lost).contains("StackOverflowError"));
        }
    }

    @Test
    void shouldNotShowATurnTheCallersContextClassLoader() throws Exception {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0]);
                TestBroker broker =
                        new TestBroker(
                                directory,
                                Limits.defaults(),
                                inner ->
                                        new ForwardingJournal(inner) {
                                            @Override
                                            public long force() throws JournalException {
                                                seen.set(
                                                        Thread.currentThread()
                                                                .getContextClassLoader());
                                                return super.force();
                                            }
                                        })) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            me.setContextClassLoader(foreign);
            client.send(session, "q", "a");
            assertSame(foreign, me.getContextClassLoader());
            assertSame(Loop.class.getClassLoader(), seen.get());
        } finally {
            me.setContextClassLoader(before);
        }
    }
}
