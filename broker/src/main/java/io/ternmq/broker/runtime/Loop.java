package io.ternmq.broker.runtime;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.journal.JournalException;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.ContentInParts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs an {@link Engine}: it takes what came in since the last turn as one turn, so
 * the commands that wait while the journal forces are one batch of the next.
 *
 * <p>{@link #submit} is for any thread, interrupted ones too; all else happens on the loop's own
 * thread, which nobody interrupts. Any Throwable of the engine is terminal: everyone who waits is
 * refused with UNAVAILABLE, and {@code ended} is told why.
 */
final class Loop {

    /** Commands that may wait; beyond it senders wait. */
    static final int INBOX_CAPACITY = 65_536;

    /** Bytes of content that may wait with them: 64 MiB. */
    static final int INBOX_BYTES = 64 << 20;

    private static final int COMMANDS_A_TURN = 4_096;
    private static final long TICK_MS = 100;

    /** Records that nobody waits for are forced after this time at the latest. */
    private static final long LAZY_FORCE_MS = 10;

    private static final long LAZY_FORCE_NS = TimeUnit.MILLISECONDS.toNanos(LAZY_FORCE_MS);

    private interface Turn {
        void run(Engine engine, long nowMs) throws JournalException;

        void refuse(String reason);

        /** What of {@link #INBOX_BYTES} it takes while it waits. */
        default int bytes() {
            return 0;
        }
    }

    private final Engine engine;
    private final LongSupplier clockMs;
    private final java.util.function.Consumer<@Nullable Throwable> ended;
    private final Thread thread;
    private final ArrayBlockingQueue<Turn> inbox = new ArrayBlockingQueue<>(INBOX_CAPACITY);

    private final Semaphore room = new Semaphore(INBOX_BYTES, true);

    /** What the loop's own thread submits, from within an answer or a delivery: never waits. */
    private final LinkedBlockingQueue<Turn> own = new LinkedBlockingQueue<>();

    /** What was taken and has not been run: whose answer is still the loop's to give. */
    private final ArrayDeque<Turn> taken = new ArrayDeque<>();

    private volatile boolean stopping;
    private volatile @Nullable String over;

    /**
     * @param ended called on the loop's thread at its end: with null after {@link #stop}, else with
     *     the failure
     */
    Loop(
            String name,
            Engine engine,
            LongSupplier clockMs,
            java.util.function.Consumer<@Nullable Throwable> ended) {
        this.engine = engine;
        this.clockMs = clockMs;
        this.ended = ended;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Loop.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Asks for the end and returns at once; the loop sees it within a tick. */
    void stop() {
        stopping = true;
    }

    /** Waits for the end, unless on its own thread. */
    void join() {
        if (Thread.currentThread() != thread) {
            join(thread);
        }
    }

    /** Waits for the end of a loop's thread; an interrupt does not shorten it. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Thread thread() {
        return thread;
    }

    void submit(Command command, Answer answer) {
        put(
                new Wish(
                        command,
                        answer,
                        Thread.currentThread() == thread ? 0 : contentBytes(command)));
    }

    /** Reads the state on the loop's thread. Fails with BrokerException when the broker is over. */
    <T> CompletableFuture<T> inspect(Function<BrokerState, T> reader) {
        CompletableFuture<T> future = new CompletableFuture<>();
        put(new Inspection<>(reader, future));
        return future;
    }

    private static int contentBytes(Command command) {
        if (!(command instanceof Command.FromClient c)) {
            return 0;
        }
        if (c.request() instanceof Request.SendPart part) {
            return Math.min(part.part().size(), INBOX_BYTES);
        }
        return c.request() instanceof Request.Send send
                        && !(send.content() instanceof ContentInParts)
                ? Math.min(send.content().size(), INBOX_BYTES)
                : 0;
    }

    private void put(Turn turn) {
        if (over != null) {
            turn.refuse(over);
            return;
        }
        if (Thread.currentThread() == thread) {
            own.add(turn);
            return;
        }
        boolean interrupted = false;
        boolean hasRoom = turn.bytes() == 0;
        boolean in = false;
        while (!in && over == null) {
            try {
                hasRoom = hasRoom || room.tryAcquire(turn.bytes(), TICK_MS, TimeUnit.MILLISECONDS);
                in = hasRoom && inbox.offer(turn, TICK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!in || (over != null && inbox.remove(turn))) {
            turn.refuse(String.valueOf(over));
        }
    }

    private void run() {
        Throwable failure = null;
        try {
            turns();
        } catch (Throwable t) { // apply must never fail: whatever it was, this opening is over
            failure = t;
        }
        String reason = failure == null ? "the broker was closed" : "the broker failed: " + failure;
        over = reason;
        engine.fail(answer -> answer.complete(unavailable(reason)));
        drainAndRefuse(reason);
        ended.accept(failure);
        drainAndRefuse(reason);
    }

    private void drainAndRefuse(String reason) {
        List<Turn> left = new ArrayList<>(taken);
        taken.clear();
        inbox.drainTo(left);
        own.drainTo(left);
        left.forEach(turn -> turn.refuse(reason));
    }

    private void turns() throws JournalException, InterruptedException {
        long lastTickMs = clockMs.getAsLong();
        long unforcedSinceNs = 0;
        boolean waiting = false;
        while (!stopping) {
            collect(taken);
            long nowMs = clockMs.getAsLong();
            while (!taken.isEmpty()) {
                taken.peek().run(engine, nowMs);
                room.release(taken.remove().bytes());
            }
            if (nowMs - lastTickMs >= TICK_MS || nowMs < lastTickMs) {
                lastTickMs = nowMs;
                engine.take(new Command.Tick(), result -> {}, nowMs);
            }
            engine.finish(nowMs);
            // not the clock, which may be set back
            long nowNs = System.nanoTime();
            if (!engine.unforced()) {
                waiting = false;
            } else if (!waiting) {
                waiting = true;
                unforcedSinceNs = nowNs;
            } else if (nowNs - unforcedSinceNs >= LAZY_FORCE_NS) {
                engine.force();
                waiting = false;
            }
        }
        engine.finish(clockMs.getAsLong());
        engine.force();
    }

    private void collect(Collection<Turn> turns) throws InterruptedException {
        own.drainTo(turns);
        inbox.drainTo(turns, COMMANDS_A_TURN);
        if (turns.isEmpty() && !engine.pending()) {
            long waitMs = engine.unforced() ? LAZY_FORCE_MS : TICK_MS;
            Turn first = inbox.poll(waitMs, TimeUnit.MILLISECONDS);
            if (first != null) {
                turns.add(first);
                inbox.drainTo(turns, COMMANDS_A_TURN);
            }
        }
    }

    private static Result unavailable(String reason) {
        return new Result.Refused(ErrorCode.UNAVAILABLE, reason);
    }

    private record Wish(Command command, Answer answer, int bytes) implements Turn {
        @Override
        public void run(Engine engine, long nowMs) throws JournalException {
            engine.take(command, answer, nowMs);
        }

        @Override
        public void refuse(String reason) {
            answer.complete(unavailable(reason));
        }
    }

    private record Inspection<T>(Function<BrokerState, T> reader, CompletableFuture<T> future)
            implements Turn {
        @Override
        public void run(Engine engine, long nowMs) {
            engine.inspect(reader, future::complete);
        }

        @Override
        public void refuse(String reason) {
            future.completeExceptionally(new io.ternmq.broker.BrokerException(reason));
        }
    }
}
