package io.ternmq.broker.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.BrokerException;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.wire.SessionMode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who keeps a broker open, and what happens where one ends and the next begins. */
class RegistryTest {

    private static final BrokerRegistry REGISTRY = BrokerRegistry.instance();

    @TempDir Path directory;
    private final AtomicReference<MemoryJournal> newest =
            new AtomicReference<>(new MemoryJournal());

    /** How many journals are open; two on one directory are refused, as the real one does. */
    private final AtomicInteger open = new AtomicInteger();

    private final CountDownLatch mayClose = new CountDownLatch(1);
    private volatile boolean slowToClose;

    private Settings settings() {
        return Settings.defaults()
                .withJournals(
                        path -> {
                            if (open.incrementAndGet() > 1) {
                                open.decrementAndGet();
                                throw new JournalException("two on one directory");
                            }
                            MemoryJournal before = newest.get();
                            newest.set(before.crash(before.appendedPosition()));
                            return guarded(newest.get());
                        });
    }

    private Journal guarded(MemoryJournal journal) {
        return new ForwardingJournal(journal) {
            private boolean closed;

            @Override
            public void close() {
                if (slowToClose) {
                    try {
                        mayClose.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
                if (!closed) {
                    closed = true;
                    open.decrementAndGet();
                }
            }
        };
    }

    private FrameClient client(long lingerMs) throws Exception {
        return FrameClient.connected(
                handler -> REGISTRY.connect(directory, settings(), lingerMs, handler));
    }

    @Test
    void shouldCloseAtOnceAfterTheLastUserWithoutLinger() throws Exception {
        FrameClient first = client(0);
        FrameClient second = client(0);
        first.disconnect();
        second.session(SessionMode.AUTO);
        assertEquals(1, open.get());
        second.disconnect();
        assertEquals(0, open.get());
    }

    @Test
    void shouldStayOpenForItsLingerTime() throws Exception {
        client(400).disconnect();
        assertEquals(1, open.get());
        FrameClient again = client(400);
        again.session(SessionMode.AUTO);
        again.disconnect();
        assertEquals(1, open.get());
        await().until(() -> open.get() == 0);
    }

    @Test
    void shouldKeepUsersApart() throws Exception {
        try (BrokerRegistry.Lease owner = REGISTRY.open(directory, settings(), true)) {
            BrokerRegistry.Lease joined = REGISTRY.open(directory, settings(), true);
            FrameClient client = client(0);
            joined.close();
            joined.close();
            FrameClient other = client(0);
            other.disconnect();
            client.session(SessionMode.AUTO);
            assertFalse(client.lost.isDone());
            assertFalse(owner.broker().over());
        }
        assertEquals(0, open.get());
    }

    @Test
    void shouldRefuseOtherSettingsForABrokerThatIsOpen() throws Exception {
        try (BrokerRegistry.Lease owner = REGISTRY.open(directory, settings(), false)) {
            assertFalse(owner.broker().over());
            BrokerException refused =
                    assertThrows(
                            BrokerException.class,
                            () -> REGISTRY.open(directory, settings(), false));
            assertTrue(refused.getMessage().contains(directory.toRealPath().toString()));
        }
    }

    @Test
    void shouldWaitForTheEndOfTheBrokerBeforeItOpensTheNext() throws Exception {
        FrameClient first = client(0);
        first.send(first.session(SessionMode.AUTO), "q", "kept");
        slowToClose = true;
        CompletableFuture<Void> closing = CompletableFuture.runAsync(first::disconnect);
        await().until(() -> first.lost.isDone() || isEnding());
        CompletableFuture<FrameClient> next =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return client(0);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        slowToClose = false;
        mayClose.countDown();
        FrameClient second = FrameClient.await(next);
        FrameClient.await(closing);
        long consumer = second.consumer(second.session(SessionMode.AUTO), "q", 1);
        assertEquals(List.of("kept"), second.texts(consumer));
        second.disconnect();
        assertEquals(0, open.get());
    }

    /** The loop of the first broker stands in the closing of its journal. */
    private static boolean isEnding() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(
                        frame ->
                                frame.getMethodName().equals("close")
                                        && frame.getClassName()
                                                .startsWith(RegistryTest.class.getName()));
    }

    @Test
    void shouldOpenAndCloseManyTimesWhileManyThreadsComeAndGo() throws Exception {
        int threads = 4;
        CompletableFuture<?>[] all = new CompletableFuture<?>[threads];
        for (int t = 0; t < threads; t++) {
            all[t] =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    for (int i = 0; i < 50; i++) {
                                        FrameClient client = client(0);
                                        client.send(client.session(SessionMode.AUTO), "q", "x");
                                        client.disconnect();
                                    }
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
        }
        for (CompletableFuture<?> future : all) {
            FrameClient.await(future);
        }
        await().until(() -> open.get() == 0);
        FrameClient last = client(0);
        long consumer = last.consumer(last.session(SessionMode.AUTO), "q", 1_000);
        assertEquals(200, last.delivered(consumer).size());
        last.disconnect();
    }

    @Test
    void shouldLetAHandlerCloseTheLastConnectionOnTheBrokersOwnThread() throws Exception {
        CompletableFuture<String> lost = new CompletableFuture<>();
        io.ternmq.wire.Transport bad =
                REGISTRY.connect(
                        directory,
                        settings(),
                        0,
                        event -> {
                            if (event instanceof io.ternmq.wire.Event.Lost gone) {
                                lost.complete(gone.reason());
                            } else {
                                throw new IllegalStateException("a handler that fails");
                            }
                        });
        bad.send(new io.ternmq.wire.Request.Connect(1, null, null, null));
        FrameClient.await(lost);
        FrameClient next = client(0);
        next.session(SessionMode.AUTO);
        next.disconnect();
        assertEquals(0, open.get());
    }
}
