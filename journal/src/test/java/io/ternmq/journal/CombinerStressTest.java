package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, seeded: each item gets its one turn, or its one refusal. */
@Timeout(180)
class CombinerStressTest {

    private static final int THREADS = 12;
    private static final int ITEMS = 4_000;

    private record Item(int thread, int number, boolean waits) {}

    /** Items are counted without any lock: only one thread at a time may be here. */
    private static final class Counted implements Turns<Item> {
        private final Random random;
        private final int failsAt;
        private final int[][] ran = new int[THREADS][ITEMS + 1];
        private final int[] last = new int[THREADS];
        private final AtomicBoolean inside = new AtomicBoolean();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final List<String> faults = new ArrayList<>();
        private int total;
        private int unfinished;

        Counted(long seed, int failsAt) {
            this.random = new Random(seed);
            this.failsAt = failsAt;
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // shakes the order up
        public long run(List<Item> items) {
            if (!inside.compareAndSet(false, true)) {
                throw new AssertionError("two threads are in a turn");
            }
            if (total + items.size() > failsAt) {
                inside.set(false);
                throw new IllegalStateException("as the test wants it");
            }
            for (Item item : items) {
                if (ran[item.thread][item.number]++ > 0) {
                    faults.add(item + " twice");
                }
                if (item.number < last[item.thread]) {
                    faults.add(item + " after " + last[item.thread]);
                }
                last[item.thread] = item.number;
                total++;
            }
            if (random.nextInt(4) == 0) {
                Thread.yield();
            }
            inside.set(false);
            return random.nextInt(10) == 0 ? random.nextInt(100_000) : NEVER;
        }

        @Override
        public void refuse(Item item, @Nullable Throwable failure) {
            refused.incrementAndGet();
        }

        @Override
        public void ended(@Nullable Throwable failure, List<Item> left) {
            unfinished = left.size();
            ends.incrementAndGet();
        }
    }

    @Test
    @SuppressWarnings("SystemOut") // the seed of a run belongs into the report
    void shouldGiveEachItemOneTurnInTheOrderOfItsThread() throws Exception {
        long seed = Long.getLong("tern.combiner.seed", System.nanoTime());
        System.out.println("CombinerStressTest: -Dtern.combiner.seed=" + seed);
        for (int itemsATurn : new int[] {1, 3, 1_000}) {
            Counted turns = new Counted(seed, Integer.MAX_VALUE);
            Combiner<Item> combiner = new Combiner<>("stress-pump", itemsATurn, turns);
            combiner.start();
            bring(combiner, seed);
            combiner.call(new Item(0, ITEMS, true)); // behind all that was offered
            combiner.close();
            assertEquals(List.of(), turns.faults, () -> "seed " + seed);
            assertEquals(THREADS * ITEMS + 1, turns.total);
            assertEquals(0, turns.refused.get());
            assertEquals(1, turns.ends.get());
        }
    }

    @Test
    @SuppressWarnings("SystemOut") // the seed of a run belongs into the report
    void shouldAccountForEachItemWhenATurnFails() throws Exception {
        long seed = Long.getLong("tern.combiner.seed", System.nanoTime());
        System.out.println("CombinerStressTest: -Dtern.combiner.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Counted turns = new Counted(seed, random.nextInt(THREADS * ITEMS / 2));
            Combiner<Item> combiner = new Combiner<>("stress-pump", 1 + random.nextInt(20), turns);
            combiner.start();
            int handled = bring(combiner, seed + round);
            combiner.thread().join();
            assertEquals(List.of(), turns.faults);
            assertEquals(
                    THREADS * ITEMS,
                    turns.total + turns.refused.get() + turns.unfinished,
                    () -> "seed " + seed);
            assertTrue(handled <= turns.total);
            assertEquals(1, turns.ends.get());
            assertFalse(combiner.offer(new Item(0, 0, false)));
        }
    }

    /** Brings all items, with callers, offers and interrupts mixed. */
    private static int bring(Combiner<Item> combiner, long seed)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Random random = new Random(seed * 31 + thread);
                workers.add(threads.submit(() -> bring(combiner, thread, random)));
            }
            int handled = 0;
            for (Future<Integer> worker : workers) {
                handled += worker.get();
            }
            return handled;
        } finally {
            threads.shutdown();
            assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    private static int bring(Combiner<Item> combiner, int thread, Random random) {
        int handled = 0;
        for (int number = 0; number < ITEMS; number++) {
            boolean waits = random.nextInt(3) > 0;
            boolean interrupted = random.nextInt(50) == 0;
            Item item = new Item(thread, number, waits);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (!waits) {
                combiner.offer(item);
            } else if (combiner.call(item)) {
                handled++;
            }
            if (Thread.interrupted() != interrupted) {
                throw new AssertionError("an interrupt was lost or made up at " + item);
            }
        }
        return handled;
    }
}
