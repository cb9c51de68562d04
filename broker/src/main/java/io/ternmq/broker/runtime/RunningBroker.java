package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.journal.Housekeeping;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A broker that is open: its journal, its loop, and the connections to it.
 *
 * <p>Threadsafe. When the journal or the state machine fails it is over for good: connections are
 * told, and the {@link BrokerRegistry} may open the directory anew.
 */
public final class RunningBroker {

    private static final Logger LOG = System.getLogger("io.ternmq.broker");

    private final Journal journal;
    private final Loop loop;
    private final StateKeeper keeper;
    private final Housekeeping housekeeping;
    private final AtomicLong lastConnection = new AtomicLong();
    private final Map<Long, EmbeddedTransport> transports = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    private RunningBroker(Journal journal, BrokerState state, Settings settings) {
        this.journal = journal;
        Engine engine =
                new Engine(
                        journal,
                        state,
                        (connection, event) -> {
                            EmbeddedTransport transport = transports.get(connection);
                            if (transport != null) {
                                transport.deliver(event);
                            }
                        },
                        settings.cacheBytes());
        this.loop =
                new Loop("tern-broker-" + journal.id(), engine, settings.clockMs(), this::ended);
        this.keeper = new StateKeeper(journal, loop);
        this.housekeeping = new Housekeeping(journal, keeper);
    }

    /**
     * Opens the journal, replays it and starts the loop.
     *
     * @throws BrokerException that names the directory, the fault and the remedy
     */
    static RunningBroker start(Path directory, Settings settings) {
        long startNs = System.nanoTime();
        Journal journal;
        try {
            journal = settings.journals().open(directory);
        } catch (JournalException e) {
            throw new BrokerException(e.getMessage(), e);
        }
        try {
            Replay.Replayed replayed = Replay.of(journal, settings.limits());
            BrokerState state = replayed.state();
            RunningBroker broker = new RunningBroker(journal, state, settings);
            broker.begin(state, settings);
            long replayMs = (System.nanoTime() - startNs) / 1_000_000;
            LOG.log(Level.INFO, startLine(journal, replayed, replayMs));
            broker.loop.start();
            broker.housekeeping.start();
            return broker;
        } catch (JournalException e) {
            journal.close();
            throw new BrokerException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    /** Before the loop: what replay left open is closed, durably. */
    private void begin(BrokerState state, Settings settings) throws JournalException {
        Engine engine =
                new Engine(journal, state, (connection, event) -> {}, settings.cacheBytes());
        long nowMs = settings.clockMs().getAsLong();
        engine.take(new Command.EndReplay(state.opening() + 1), result -> {}, nowMs);
        engine.finish(nowMs);
        engine.force();
    }

    private static String startLine(Journal journal, Replay.Replayed replayed, long replayMs) {
        BrokerState state = replayed.state();
        long messages = state.queueDepths().values().stream().mapToLong(Long::longValue).sum();
        return "TERN0001 TernMQ "
                + Version.text()
                + " started: data directory "
                + journal.directory()
                + ", journal "
                + journal.id()
                + ", "
                + state.queueDepths().size()
                + " queues, "
                + messages
                + " messages, "
                + state.branchesInDoubt().size()
                + " branches in doubt; "
                + replayed.describe()
                + " in "
                + replayMs
                + " ms";
    }

    /** What the journal did since it was opened, and what it holds. Any thread. */
    public JournalMetrics journalMetrics() {
        return journal.metrics();
    }

    public Path directory() {
        return journal.directory();
    }

    /** Whether it was closed or has failed. */
    boolean over() {
        return over;
    }

    /** Why it failed, or null. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** A new connection; {@code released} is called once when it is over. */
    Transport connect(EventHandler handler, Runnable released) {
        long connection = lastConnection.incrementAndGet();
        EmbeddedTransport transport = new EmbeddedTransport(this, connection, handler, released);
        transports.put(connection, transport);
        if (over) {
            transports.remove(connection);
            transport.lost("the broker was closed");
        }
        return transport;
    }

    void forget(long connection) {
        transports.remove(connection);
    }

    void submit(Command command, Answer answer) {
        loop.submit(command, answer);
    }

    /** The same, by a thread that waits for the answer next; see {@link Loop#call}. */
    void call(Command command, Answer answer) {
        loop.call(command, answer);
    }

    /** Whether the calling thread runs the loop at this moment. */
    boolean leads() {
        return loop.leads();
    }

    /** Gives a command and returns its answer. */
    public CompletableFuture<io.ternmq.wire.Result> request(Command command) {
        CompletableFuture<io.ternmq.wire.Result> future = new CompletableFuture<>();
        loop.submit(command, future::complete);
        return future;
    }

    /** Reads the state, once what was read is durable. */
    public <T> CompletableFuture<T> inspect(Function<BrokerState, T> reader) {
        return loop.inspect(reader);
    }

    /** The orderly end: everything appended is forced, connections are told. Waits for it. */
    void close() {
        if (!loop.leads() && Thread.currentThread() != loop.thread()) {
            endHousekeeping();
        }
        loop.stop();
        loop.join();
    }

    /** What it was at is given up; what it needs of the loop is refused if the loop has ended. */
    private void endHousekeeping() {
        keeper.stop();
        housekeeping.close();
    }

    /** The thread with whose end nothing of it is left. */
    Thread thread() {
        return loop.thread();
    }

    private void ended(@Nullable Throwable cause) {
        failure = cause;
        over = true;
        endHousekeeping();
        journal.close();
        String reason;
        if (cause == null) {
            reason = "the broker in " + directory() + " was closed";
            LOG.log(Level.INFO, "TERN0002 " + reason);
        } else {
            reason = "the broker in " + directory() + " failed: " + cause;
            LOG.log(
                    Level.ERROR,
                    "TERN0003 " + reason + "; it is opened again, by replay, for the next user",
                    cause);
        }
        List.copyOf(transports.values()).forEach(transport -> transport.lost(reason));
        transports.clear();
    }
}
