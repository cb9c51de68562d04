package io.ternmq.broker.runtime;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.journal.Combiner;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.Turns;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.ContentInParts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link Engine}: what came in since the last turn is one turn, so the commands that wait
 * while the journal forces are one batch of the next. A caller that waits for its answer runs the
 * loop itself when nobody does; a thread of the loop's own does what nobody waits for, and what
 * time asks for.
 *
 * <p>{@link #submit} and {@link #call} are for any thread, interrupted ones too. No code of an
 * application runs in a turn, and nobody but this class and the engine can tell whose thread it is.
 * Any Throwable of the engine is terminal: everyone who waits is refused with UNAVAILABLE, and
 * {@code ended} is told why, on the loop's own thread.
 */
final class Loop implements StateKeeper.Runner {

    /** Commands that may wait; beyond it senders wait. */
    static final int INBOX_CAPACITY = 65_536;

    /** Bytes of content that may wait with them: 64 MiB. */
    static final int INBOX_BYTES = 64 << 20;

    private static final int COMMANDS_A_TURN = 4_096;
    private static final long TICK_MS = 100;
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(TICK_MS);

    /** Records that nobody waits for are forced after this time at the latest. */
    private static final long LAZY_FORCE_NS = TimeUnit.MILLISECONDS.toNanos(10);

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
    private final Combiner<Waiting> combiner;
    private final Semaphore places = new Semaphore(INBOX_CAPACITY);
    private final Semaphore room = new Semaphore(INBOX_BYTES, true);

    /**
     * @param ended called on the loop's own thread at its end: with null after {@link #stop}, else
     *     with the failure
     */
    Loop(
            String name,
            Engine engine,
            LongSupplier clockMs,
            java.util.function.Consumer<@Nullable Throwable> ended) {
        this.engine = engine;
        this.clockMs = clockMs;
        this.ended = ended;
        this.combiner = new Combiner<>(name, COMMANDS_A_TURN, new EngineTurns());
    }

    void start() {
        combiner.start();
    }

    /** Asks for the end and returns at once. */
    void stop() {
        combiner.stop();
    }

    /** Waits for the end, unless from within a turn or on the loop's own thread. */
    void join() {
        if (!combiner.leads() && Thread.currentThread() != thread()) {
            join(thread());
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

    /** The loop's own thread, with whose end everything is over. */
    Thread thread() {
        return combiner.thread();
    }

    /** Whether the calling thread is in the middle of a turn. */
    boolean leads() {
        return combiner.leads();
    }

    /** Takes a command to the loop and does not wait for its answer. */
    void submit(Command command, Answer answer) {
        put(new Wish(command, answer), false);
    }

    /**
     * The same, for a thread that will wait for the answer next: it may run the loop. When this
     * returns the answer was given, unless it waits for more than the disk.
     */
    void call(Command command, Answer answer) {
        put(new Wish(command, answer), true);
    }

    /** Reads the state in a turn. Fails with BrokerException when the broker is over. */
    <T> CompletableFuture<T> inspect(Function<BrokerState, T> reader) {
        CompletableFuture<T> future = new CompletableFuture<>();
        put(new Inspection<>(reader, future), false);
        return future;
    }

    /**
     * Runs a piece of another thread's work on the loop's thread, between two commands, and waits
     * for it; an interrupt does not shorten that.
     *
     * @throws JournalException if the broker is over
     */
    @Override
    public <T> T call(Engine.Task<T> task) throws JournalException {
        CompletableFuture<T> future = new CompletableFuture<>();
        put(new Errand<>(task, future), false);
        return await(future);
    }

    @Override
    public void durable() throws JournalException {
        await(inspect(state -> true));
    }

    private static <T> T await(CompletableFuture<T> future) throws JournalException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new JournalException(e.getCause().getMessage(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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

    private void put(Turn turn, boolean waits) {
        if (combiner.leads()) {
            // From within an answer or a delivery: must not wait, for room neither.
            combiner.offer(new Waiting(turn, false));
            return;
        }
        Waiting waiting = new Waiting(turn, true);
        if (!acquire(turn.bytes())) {
            turn.refuse("the broker is over");
        } else if (waits) {
            combiner.call(waiting);
        } else {
            combiner.offer(waiting);
        }
    }

    /** Waits for room in the inbox; false if the loop is over. An interrupt is kept for later. */
    private boolean acquire(int bytes) {
        boolean placed = places.tryAcquire();
        boolean roomy = bytes == 0;
        boolean interrupted = false;
        while (!(placed && roomy) && !combiner.isOver()) {
            try {
                placed = placed || places.tryAcquire(TICK_MS, TimeUnit.MILLISECONDS);
                roomy = roomy || (placed && room.tryAcquire(bytes, TICK_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return placed && roomy;
    }

    private static Result unavailable(String reason) {
        return new Result.Refused(ErrorCode.UNAVAILABLE, reason);
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null ? "the broker was closed" : "the broker failed: " + failure;
    }

    /** A turn with what it holds of the inbox's limits. */
    private record Waiting(Turn turn, boolean limited) {}

    /** What the combiner runs; its state belongs to whoever leads. */
    private final class EngineTurns implements Turns<Waiting> {

        private long lastTickMs = clockMs.getAsLong();
        private boolean lazy;
        private long lazySinceNs;

        /** How many of the present turn need no refusal if it fails. */
        private int ran;

        @Override
        public long run(List<Waiting> items) throws JournalException {
            ran = 0;
            long nowMs = clockMs.getAsLong();
            for (Waiting item : items) {
                item.turn.run(engine, nowMs);
                ran++;
                release(item);
            }
            if (nowMs - lastTickMs >= TICK_MS || nowMs < lastTickMs) {
                lastTickMs = nowMs;
                engine.take(new Command.Tick(), result -> {}, nowMs);
            }
            engine.finish(nowMs);
            long wait = forceLazily();
            return engine.pending() ? 0 : wait;
        }

        /** Returns after how many nanoseconds the next turn is due, though nothing comes in. */
        private long forceLazily() throws JournalException {
            if (!engine.unforced()) {
                lazy = false;
                return TICK_NS;
            }
            // not the clock, which may be set back
            long nowNs = System.nanoTime();
            if (!lazy) {
                lazy = true;
                lazySinceNs = nowNs;
            }
            long left = LAZY_FORCE_NS - (nowNs - lazySinceNs);
            if (left > 0) {
                return left;
            }
            engine.force();
            lazy = false;
            return TICK_NS;
        }

        @Override
        public void refuse(Waiting item, @Nullable Throwable failure) {
            release(item);
            item.turn.refuse(reason(failure));
        }

        @Override
        public void ended(@Nullable Throwable failure, List<Waiting> unfinished) {
            Throwable cause = failure == null ? lastTurn() : failure;
            String reason = reason(cause);
            engine.fail(answer -> answer.complete(unavailable(reason)));
            for (Waiting item :
                    unfinished.subList(Math.min(ran, unfinished.size()), unfinished.size())) {
                refuse(item, cause);
            }
            ended.accept(cause);
        }

        /** Everything recorded is forced and answered; returns what stood in the way. */
        private @Nullable Throwable lastTurn() {
            try {
                engine.finish(clockMs.getAsLong());
                engine.force();
                return null;
            } catch (Throwable t) { // as in any other turn
                return t;
            }
        }

        private void release(Waiting item) {
            if (item.limited) {
                places.release();
                room.release(item.turn.bytes());
            }
        }
    }

    private record Wish(Command command, Answer answer) implements Turn {
        @Override
        public void run(Engine engine, long nowMs) throws JournalException {
            engine.take(command, answer, nowMs);
        }

        @Override
        public void refuse(String reason) {
            answer.complete(unavailable(reason));
        }

        @Override
        public int bytes() {
            return contentBytes(command);
        }
    }

    private record Errand<T>(Engine.Task<T> task, CompletableFuture<T> future) implements Turn {
        @Override
        public void run(Engine engine, long nowMs) throws JournalException {
            future.complete(task.run(engine));
        }

        @Override
        public void refuse(String reason) {
            future.completeExceptionally(new io.ternmq.broker.BrokerException(reason));
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
