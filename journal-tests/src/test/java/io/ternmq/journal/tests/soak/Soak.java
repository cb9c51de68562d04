package io.ternmq.journal.tests.soak;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.Housekeeping;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.tests.ledger.LedgerStore;
import io.ternmq.journal.tests.ledger.Op;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/**
 * Messages come and go in turn, so many bytes in so much time, while housekeeping has its own
 * thread. One thread.
 *
 * @param coldBytes of messages that came first and stay
 * @param churningBytes of messages that wait in the queue
 * @param volumeBytes to be written to the queue
 * @param duration in which they are written, evenly
 */
record Soak(
        JournalOptions options,
        long coldBytes,
        long churningBytes,
        long volumeBytes,
        Duration duration) {

    static final int MESSAGE_BYTES = 4096;
    private static final int MESSAGES_AT_ONCE = 8;
    private static final int QUARTERS = 4;

    /**
     * What came of it.
     *
     * @param worstDisk disk use over what is allowed, at its worst moment; sampled at every roll
     * @param quarters the time of an append with its force in each quarter, nanoseconds
     */
    record Outcome(
            JournalMetrics metrics,
            long messages,
            double worstDisk,
            long samples,
            List<Histogram> quarters,
            Duration taken) {}

    Outcome run(Path directory) throws IOException {
        try (LedgerStore store =
                        LedgerStore.open(directory, options, ForcePolicy.DEVICE, RestoreFrom.BEST);
                Housekeeping housekeeping = new Housekeeping(store.journal(), store)) {
            Run run = new Run(store);
            housekeeping.start();
            return run.all();
        }
    }

    /** One run of it. */
    private final class Run {

        private final LedgerStore store;
        private final List<Histogram> quarters = new ArrayList<>();
        private long nextId = 1;
        private long oldestId = 1;
        private long rolls;
        private long samples;
        private double worstDisk;

        Run(LedgerStore store) {
            this.store = store;
        }

        Outcome all() throws IOException {
            while ((nextId - 1) * MESSAGE_BYTES < coldBytes) {
                store.execute(add());
                store.force();
                sample();
            }
            oldestId = nextId;
            long batches = volumeBytes / (MESSAGES_AT_ONCE * MESSAGE_BYTES);
            long start = System.nanoTime();
            for (long batch = 0; batch < batches; batch++) {
                long due = start + (long) (duration.toNanos() * ((double) batch / batches));
                for (long early = due - System.nanoTime();
                        early > 0;
                        early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                if (batch * QUARTERS / batches >= quarters.size()) {
                    quarters.add(new Histogram(TimeUnit.MINUTES.toNanos(1), 3));
                }
                step(quarters.get(quarters.size() - 1));
                sample();
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            store.readAll();
            return new Outcome(
                    store.journal().metrics(), nextId - 1, worstDisk, samples, quarters, taken);
        }

        private Op add() {
            long first = nextId;
            nextId += MESSAGES_AT_ONCE;
            return new Op.Add(0, first, Collections.nCopies(MESSAGES_AT_ONCE, MESSAGE_BYTES));
        }

        private void step(Histogram latency) throws IOException {
            Op op = add();
            if ((nextId - oldestId) * MESSAGE_BYTES > churningBytes) {
                long to = oldestId + MESSAGES_AT_ONCE;
                List<Long> done = LongStream.range(oldestId, to).boxed().toList();
                oldestId = to;
                op = new Op.Together(List.of(op, new Op.Acknowledge(0, done)));
            }
            long before = System.nanoTime();
            store.execute(op);
            store.force();
            latency.recordValue(
                    Math.min(System.nanoTime() - before, latency.getHighestTrackableValue()));
        }

        /** At every roll the disk is looked at: at most three times what is live, and 3 files. */
        private void sample() {
            JournalMetrics metrics = store.journal().metrics();
            if (metrics.rolls() == rolls) {
                return;
            }
            rolls = metrics.rolls();
            samples++;
            long allowed = 3 * metrics.liveBytes() + 3 * options.fileSizeBytes();
            worstDisk = Math.max(worstDisk, (double) metrics.diskBytes() / allowed);
        }
    }
}
