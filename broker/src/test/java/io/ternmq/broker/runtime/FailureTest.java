package io.ternmq.broker.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Limits;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker does when its disk or its clients fail. */
class FailureTest {

    @TempDir Path directory;

    @Test
    void shouldRefuseEveryoneWhoWaitsAndTellConnectionsWhenTheJournalFails() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        class Blocking extends ForwardingJournal {
            private boolean armed;

            Blocking(io.ternmq.journal.Journal journal) {
                super(journal);
            }

            @Override
            public long force() throws io.ternmq.journal.JournalException {
                if (armed) {
                    forcing.countDown();
                    FrameClient.await(CompletableFuture.runAsync(() -> acquire(goOn)));
                }
                return super.force();
            }
        }
        Blocking[] journal = new Blocking[1];
        try (TestBroker broker =
                new TestBroker(
                        directory,
                        Limits.defaults(),
                        inner -> {
                            journal[0] = new Blocking(inner);
                            return journal[0];
                        })) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            client.send(session, "q", "before");
            journal[0].armed = true;
            List<CompletableFuture<Result>> waiting = new ArrayList<>();
            waiting.add(send(client, session));
            acquire(forcing);
            // these gather into the next turn, which fails in its middle
            for (int i = 0; i < 50; i++) {
                waiting.add(send(client, session));
            }
            CompletableFuture<?> depths = broker.broker().inspect(BrokerState::queueDepths);
            broker.journal.fail();
            goOn.countDown();
            for (CompletableFuture<Result> reply : waiting) {
                Result.Refused refused =
                        assertInstanceOf(Result.Refused.class, FrameClient.await(reply));
                assertEquals(ErrorCode.UNAVAILABLE, refused.code());
                assertTrue(refused.reason().contains("the disk is gone"), refused.reason());
            }
            assertTrue(FrameClient.await(client.lost).contains("the disk is gone"));
            await().until(depths::isCompletedExceptionally);
            assertThrows(
                    Exception.class, () -> broker.broker().inspect(BrokerState::queueDepths).get());
            Event last = null;
            for (Event event : client.events) {
                last = event;
            }
            assertInstanceOf(Event.Lost.class, last);
        }
    }

    @Test
    void shouldRefuseTheRestOfATurnThatFailsInItsMiddle() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            CompletableFuture<?> first =
                    broker.broker()
                            .inspect(
                                    state -> {
                                        entered.countDown();
                                        acquire(goOn);
                                        return 0;
                                    });
            acquire(entered);
            List<CompletableFuture<Result>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(send(client, session));
            }
            broker.journal.fail();
            goOn.countDown();
            for (CompletableFuture<Result> reply : waiting) {
                assertInstanceOf(Result.Refused.class, FrameClient.await(reply));
            }
            await().until(first::isDone);
        }
    }

    @Test
    void shouldOpenAgainByReplayAfterABackOff() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            client.send(session, "q", "kept");
            broker.journal.fail();
            client.request(id -> client.message(id, session, 0, Messages.of("q", "lost")));
            FrameClient.await(client.lost);
            broker.journal = broker.journal.crash(broker.journal.durablePosition());
            BrokerException refused = assertThrows(BrokerException.class, broker::client);
            assertTrue(refused.getMessage().contains("try again in"), refused.getMessage());
            assertTrue(
                    refused.getMessage().contains(directory.toRealPath().toString()),
                    refused.getMessage());
            List<FrameClient> again = new ArrayList<>();
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> again.add(broker.client()));
            FrameClient next = again.get(0);
            long consumer = next.consumer(next.session(SessionMode.AUTO), "q", 5);
            assertEquals(List.of("kept"), next.texts(consumer));
            next.disconnect();
        }
    }

    @Test
    void shouldTakeTheConnectionOfAHandlerThatThrowsAndServeTheOthers() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient good = broker.client();
            long session = good.session(SessionMode.AUTO);
            List<Event> seen = java.util.Collections.synchronizedList(new ArrayList<>());
            io.ternmq.wire.Transport bad =
                    broker.connect(
                            event -> {
                                seen.add(event);
                                throw new IllegalStateException("a handler that fails");
                            });
            for (int i = 1; i <= 20; i++) {
                long id = i;
                try {
                    bad.send(new Request.Connect(id, null, null, null));
                } catch (io.ternmq.wire.TransportException gone) {
                    assertTrue(gone.getMessage().contains("closed"), gone.getMessage());
                }
            }
            await().until(() -> seen.size() >= 2);
            good.send(session, "q", "a");
            assertEquals(List.of("a"), good.texts(good.consumer(session, "q", 1)));
            assertEquals(
                    1, FrameClient.await(broker.broker().inspect(BrokerState::connectionCount)));
            assertEquals(2, seen.size(), seen::toString);
            assertInstanceOf(Event.Lost.class, seen.get(1));
            assertThrows(
                    io.ternmq.wire.TransportException.class,
                    () -> bad.send(new Request.Connect(1, null, null, null)));
        }
    }

    @Test
    void shouldServeOthersAndTheCallerWhenASubmittingThreadIsInterrupted() throws Exception {
        try (TestBroker broker = new TestBroker(directory)) {
            FrameClient client = broker.client();
            long session = client.session(SessionMode.AUTO);
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread sender =
                    new Thread(
                            () -> {
                                Thread.currentThread().interrupt();
                                client.request(
                                        id ->
                                                client.message(
                                                        id, session, 0, Messages.of("q", "a")));
                                interrupted.complete(Thread.interrupted());
                            });
            sender.start();
            assertTrue(FrameClient.await(interrupted), "the interrupt is kept for its owner");
            FrameClient other = broker.client();
            long consumer = other.consumer(other.session(SessionMode.AUTO), "q", 1);
            assertEquals("a", Messages.text(other.next()));
            assertEquals(List.of(), other.texts(consumer));
        }
    }

    private static CompletableFuture<Result> send(FrameClient client, long session) {
        return client.request(
                id -> client.message(id, session, Request.NO_TX, Messages.of("q", "a")));
    }

    private static void acquire(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
