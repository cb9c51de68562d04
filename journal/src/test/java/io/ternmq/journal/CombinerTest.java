package io.ternmq.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who runs the turns of a combiner, and what everyone gets when one fails. */
@Timeout(60)
class CombinerTest {

    /** Remembers everything, and does what a test wants before. */
    private static class Recorded implements Turns<Integer> {
        final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        final List<Integer> refused = Collections.synchronizedList(new ArrayList<>());
        final List<Integer> unfinished = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger ends = new AtomicInteger();
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        void before(List<Integer> items) throws Exception {}

        @Override
        public long run(List<Integer> items) throws Exception {
            before(items);
            ran.addAll(items);
            return NEVER;
        }

        @Override
        public void refuse(Integer item, @Nullable Throwable cause) {
            refused.add(item);
        }

        @Override
        public void ended(@Nullable Throwable cause, List<Integer> left) {
            failure.set(cause);
            unfinished.addAll(left);
            ends.incrementAndGet();
        }
    }

    /** Stops in the turn that has the item 0, until it is let go on. */
    private static final class Held extends Recorded {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final List<Thread> leaders = Collections.synchronizedList(new ArrayList<>());
        final List<List<Integer>> turns = Collections.synchronizedList(new ArrayList<>());

        @Override
        void before(List<Integer> items) {
            if (!items.isEmpty()) {
                leaders.add(Thread.currentThread());
                turns.add(List.copyOf(items));
            }
            if (items.contains(0)) {
                entered.countDown();
                await().until(() -> goOn.getCount() == 0);
            }
        }
    }

    private @Nullable Combiner<Integer> open;

    private Combiner<Integer> start(Turns<Integer> turns) {
        return start(1_000, turns);
    }

    private Combiner<Integer> start(int itemsATurn, Turns<Integer> turns) {
        Combiner<Integer> combiner = new Combiner<>("test-pump", itemsATurn, turns);
        combiner.start();
        open = combiner;
        return combiner;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
            assertFalse(open.thread().isAlive());
        }
    }

    private static Thread run(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private static void awaitParked(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    @Test
    void shouldRunTheTurnOnTheThreadThatIsAlone() {
        Held turns = new Held();
        Combiner<Integer> combiner = start(turns);
        for (int i = 1; i <= 1_000; i++) {
            assertTrue(combiner.call(i));
        }
        assertEquals(1_000, turns.ran.size());
        assertEquals(1_000, turns.leaders.stream().filter(Thread.currentThread()::equals).count());
    }

    @Test
    void shouldTakeWhatCameDuringATurnAsTheNextOneAndLetOneOfThoseLeadIt() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            int item = i;
            Thread thread = run(() -> combiner.call(item));
            awaitParked(thread);
            others.add(thread);
        }
        turns.goOn.countDown();
        first.join();
        for (Thread other : others) {
            other.join();
        }
        assertEquals(List.of(List.of(0), List.of(1, 2, 3, 4, 5)), turns.turns);
        assertEquals(List.of(first, others.get(0)), turns.leaders);
    }

    @Test
    void shouldLetALeaderGoWhenItsOwnItemIsDone() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(2, turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            int item = i;
            Thread thread = run(() -> combiner.call(item));
            awaitParked(thread);
            others.add(thread);
        }
        turns.goOn.countDown();
        first.join();
        for (Thread other : others) {
            other.join();
        }
        assertEquals(List.of(List.of(0), List.of(1, 2), List.of(3, 4), List.of(5, 6)), turns.turns);
        assertEquals(List.of(first, others.get(0), others.get(2), others.get(4)), turns.leaders);
    }

    @Test
    void shouldLetTheCallerLeadOnUntilItsItemIsDoneWhenOthersAreInFrontOfIt() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(2, turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        for (int i = 1; i <= 5; i++) {
            assertTrue(combiner.offer(i));
        }
        Thread last = run(() -> combiner.call(6));
        awaitParked(last);
        turns.goOn.countDown();
        first.join();
        last.join();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), turns.ran);
        assertEquals(List.of(first, last, last, last), turns.leaders);
    }

    @Test
    void shouldPumpWhatNobodyWaitsFor() {
        Held turns = new Held();
        Combiner<Integer> combiner = start(turns);
        for (int i = 1; i <= 10_000; i++) {
            assertTrue(combiner.offer(i));
        }
        await().until(() -> turns.ran.size() == 10_000);
        assertTrue(turns.leaders.stream().allMatch(combiner.thread()::equals));
    }

    @Test
    void shouldPumpMoreThanALeaderLooksThrough() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(10, turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        for (int i = 1; i <= 500; i++) {
            assertTrue(combiner.offer(i));
        }
        Thread last = run(() -> combiner.call(501));
        awaitParked(last);
        turns.goOn.countDown();
        first.join();
        last.join();
        assertEquals(502, turns.ran.size());
    }

    @Test
    void shouldTakeWhatATurnOffers() {
        AtomicReference<Combiner<Integer>> self = new AtomicReference<>();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        for (int item : items) {
                            if (item % 10 != 0) {
                                assertTrue(self.get().offer(item - 1));
                            }
                        }
                    }
                };
        self.set(start(turns));
        assertTrue(self.get().call(3));
        await().until(() -> turns.ran.size() == 4);
        assertEquals(List.of(3, 2, 1, 0), turns.ran);
    }

    @Test
    void shouldRefuseToWaitWithinATurn() {
        AtomicReference<Combiner<Integer>> self = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        if (items.contains(1)) {
                            thrown.set(
                                    assertThrows(
                                            IllegalStateException.class, () -> self.get().call(2)));
                        }
                    }
                };
        self.set(start(turns));
        assertTrue(self.get().call(1));
        assertTrue(thrown.get().getMessage().contains("offer"));
        assertEquals(List.of(1), turns.ran);
    }

    @Test
    void shouldRunATurnWhenTimeAsksForIt() {
        AtomicInteger empty = new AtomicInteger();
        AtomicBoolean asked = new AtomicBoolean();
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        Recorded turns =
                new Recorded() {
                    @Override
                    public long run(List<Integer> items) throws Exception {
                        super.run(items);
                        if (!items.isEmpty()) {
                            asked.set(true);
                            return TimeUnit.MILLISECONDS.toNanos(5);
                        }
                        if (asked.get()) {
                            ranOn.set(Thread.currentThread());
                            empty.incrementAndGet();
                        }
                        return NEVER;
                    }
                };
        Combiner<Integer> combiner = start(turns);
        assertTrue(combiner.call(1));
        await().until(() -> empty.get() == 1);
        assertSame(combiner.thread(), ranOn.get());
        long since = System.nanoTime();
        assertTrue(combiner.call(2));
        await().until(() -> empty.get() == 2);
        assertTrue(System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(5));
    }

    @Test
    void shouldKeepAnInterruptOutOfTheTurnAndForItsOwner() {
        AtomicBoolean seen = new AtomicBoolean();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        seen.compareAndSet(false, Thread.currentThread().isInterrupted());
                    }
                };
        Combiner<Integer> combiner = start(turns);
        Thread.currentThread().interrupt();
        assertTrue(combiner.call(1));
        assertTrue(Thread.interrupted());
        assertFalse(seen.get());
    }

    @Test
    void shouldWaitOnWhenInterruptedWhileItWaits() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Thread second =
                run(
                        () -> {
                            boolean done = combiner.call(1);
                            kept.complete(done && Thread.interrupted());
                        });
        for (int i = 0; i < 5; i++) {
            awaitParked(second);
            second.interrupt();
        }
        awaitParked(second);
        turns.goOn.countDown();
        assertTrue(kept.get());
        first.join();
        assertEquals(List.of(0, 1), turns.ran);
    }

    @Test
    void shouldShowTurnsTheirOwnContextClassLoader() throws Exception {
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        if (!items.isEmpty()) {
                            seen.set(Thread.currentThread().getContextClassLoader());
                        }
                    }
                };
        Combiner<Integer> combiner = start(turns);
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0])) {
            me.setContextClassLoader(foreign);
            assertTrue(combiner.call(1));
            assertSame(foreign, me.getContextClassLoader());
            assertNotSame(foreign, seen.get());
            assertSame(turns.getClass().getClassLoader(), seen.get());
        } finally {
            me.setContextClassLoader(before);
        }
    }

    @Test
    void shouldTellEveryoneWhenATurnFails() throws Exception {
        IOException fault = new IOException("the disk is gone");
        Held held = new Held();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) throws Exception {
                        held.before(items);
                        if (items.contains(1)) {
                            throw fault;
                        }
                    }
                };
        Combiner<Integer> combiner = start(2, turns);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        Thread last = null;
        for (int i = 0; i <= 5; i++) {
            int item = i;
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            answers.add(answer);
            last = run(() -> answer.complete(combiner.call(item)));
            if (i == 0) {
                held.entered.await();
            } else {
                awaitParked(last);
            }
        }
        assertTrue(combiner.offer(6));
        held.goOn.countDown();
        assertTrue(answers.get(0).get());
        for (CompletableFuture<Boolean> answer : answers.subList(1, 6)) {
            assertFalse(answer.get());
        }
        combiner.thread().join();
        assertSame(fault, turns.failure.get());
        assertEquals(1, turns.ends.get());
        assertEquals(List.of(0), turns.ran);
        assertEquals(List.of(1, 2), turns.unfinished);
        assertEquals(List.of(3, 4, 5, 6), turns.refused);
        assertFalse(combiner.call(7));
        assertFalse(combiner.offer(8));
        assertEquals(List.of(3, 4, 5, 6, 7, 8), turns.refused);
    }

    @Test
    void shouldEndForAllWhenATurnOverflowsTheStack() {
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        if (items.contains(1)) {
                            overflow(0);
                        }
                    }
                };
        Combiner<Integer> combiner = start(turns);
        assertFalse(combiner.call(1));
        await().until(() -> turns.ends.get() == 1);
        assertTrue(turns.failure.get() instanceof StackOverflowError);
        assertEquals(List.of(1), turns.unfinished);
    }

    @Test
    void shouldServeOthersWhenCallersComeWithEveryDepthOfStack() throws Exception {
        Recorded turns = new Recorded();
        Combiner<Integer> combiner = start(turns);
        AtomicInteger overflows = new AtomicInteger();
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread deep =
                new Thread(
                        null,
                        () -> over.complete(callAtEveryDepth(combiner, overflows)),
                        "deep",
                        256 << 10);
        deep.start();
        over.get();
        assertTrue(overflows.get() > 0, "no caller had too little stack");
        assertNull(turns.failure.get());
        assertTrue(combiner.call(-1));
        assertEquals(-1, turns.ran.get(turns.ran.size() - 1));
    }

    @SuppressWarnings("InfiniteRecursion") // down to the end of the stack
    private static boolean callAtEveryDepth(Combiner<Integer> combiner, AtomicInteger overflows) {
        try {
            callAtEveryDepth(combiner, overflows);
        } catch (StackOverflowError e) {
            // Each frame on the way back has a little more room.
        }
        try {
            return combiner.call(1);
        } catch (StackOverflowError e) {
            overflows.incrementAndGet();
            return false;
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    @Test
    void shouldCloseFromWithinATurn() throws Exception {
        AtomicReference<Combiner<Integer>> self = new AtomicReference<>();
        Recorded turns =
                new Recorded() {
                    @Override
                    void before(List<Integer> items) {
                        if (items.contains(1)) {
                            self.get().close();
                        }
                    }
                };
        self.set(start(turns));
        assertTrue(self.get().call(1));
        self.get().thread().join();
        assertEquals(1, turns.ends.get());
        assertNull(turns.failure.get());
        assertFalse(self.get().call(2));
        assertEquals(List.of(2), turns.refused);
    }

    @Test
    void shouldRefuseWhatWaitsWhenItIsClosed() throws Exception {
        Held turns = new Held();
        Combiner<Integer> combiner = start(turns);
        Thread first = run(() -> combiner.call(0));
        turns.entered.await();
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        awaitParked(run(() -> answer.complete(combiner.call(1))));
        combiner.stop();
        turns.goOn.countDown();
        assertFalse(answer.get());
        first.join();
        combiner.thread().join();
        assertEquals(List.of(0), turns.ran);
        assertEquals(List.of(1), turns.refused);
        assertEquals(1, turns.ends.get());
    }
}
