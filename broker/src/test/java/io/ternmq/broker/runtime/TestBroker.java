package io.ternmq.broker.runtime;

import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.wire.Result;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A broker over a journal in memory, with a clock that the test moves, that can crash. */
final class TestBroker implements AutoCloseable {

    final AtomicLong clockMs = new AtomicLong(1_000_000);
    MemoryJournal journal = new MemoryJournal();

    private final Path directory;
    private final Limits limits;
    private UnaryOperator<Journal> around = UnaryOperator.identity();
    private BrokerRegistry.Lease lease;

    TestBroker(Path directory) {
        this(directory, Limits.defaults());
    }

    TestBroker(Path directory, Limits limits) {
        this(directory, limits, UnaryOperator.identity());
    }

    /**
     * @param around what stands between the broker and its journal
     */
    TestBroker(Path directory, Limits limits, UnaryOperator<Journal> around) {
        this.directory = directory;
        this.limits = limits;
        this.around = around;
        open();
    }

    private void open() {
        lease = BrokerRegistry.instance().open(directory, settings(), false);
    }

    Settings settings() {
        return new Settings(
                limits, path -> around.apply(journal), clockMs::get, ContentCache.DEFAULT_BYTES);
    }

    RunningBroker broker() {
        return lease.broker();
    }

    FrameClient client() throws Exception {
        return FrameClient.connected(this::connect);
    }

    io.ternmq.wire.Transport connect(io.ternmq.wire.EventHandler handler) {
        return BrokerRegistry.instance().connect(directory, settings(), 0, handler);
    }

    /** The machine dies: what was forced is all that the next opening finds. */
    void crash() {
        MemoryJournal left = journal.crash(journal.durablePosition());
        lease.close();
        journal = left;
        open();
    }

    /** Closed in order, and opened again. */
    void restart() {
        lease.close();
        journal = journal.crash(journal.appendedPosition());
        open();
    }

    Result admin(Command command) {
        return FrameClient.await(broker().request(command));
    }

    @Override
    public void close() {
        lease.close();
    }
}
