package io.ternmq.broker.runtime;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Fields;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Decision;
import io.ternmq.broker.state.QueueState;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.RecordBatch;
import io.ternmq.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the broker: decide, record, apply for each command; then append, force, answer,
 * deliver. It has no thread and no clock of its own, so a simulation can run it.
 *
 * <p>Not threadsafe. Any exception is terminal: the state and the journal may differ, and only a
 * new opening, by replay, may go on.
 */
final class Engine {

    /** How many deliveries one turn makes at the most, so that commands get their turn. */
    private static final int DELIVERIES_A_TURN = 10_000;

    private final Journal journal;
    private final BrokerState state;
    private final Deliveries deliveries;
    private final ContentCache cache;
    private final Outbox outbox = new Outbox();
    private final Fields fields = new Fields();
    private final RecordBatch batch;
    private final List<@Nullable JournaledContent> located = new ArrayList<>();
    private boolean mustForce;

    /** Takes deliveries to their connection; must neither block nor throw. */
    interface Deliveries {
        void deliver(long connection, io.ternmq.wire.Event.Deliver event);
    }

    Engine(Journal journal, BrokerState state, Deliveries deliveries, long cacheBytes) {
        this.journal = journal;
        this.state = state;
        this.deliveries = deliveries;
        this.cache = new ContentCache(cacheBytes);
        this.batch = journal.newBatch();
    }

    /**
     * Takes a command; its answer comes at the end of the turn, or later. If this throws, the
     * answer is the caller's to give.
     */
    void take(Command command, Answer answer, long nowMs) throws JournalException {
        Decision decision = state.decide(journaling(command), nowMs);
        make(decision.changes());
        while (state.anyExhausted()) {
            make(state.decide(new Command.MoveExhausted(), nowMs).changes());
        }
        outbox.add(decision, answer);
    }

    /** Reads the state; the answer comes once everything that was read is durable. */
    <T> void inspect(Function<BrokerState, T> reader, java.util.function.Consumer<T> answer) {
        T value = reader.apply(state);
        outbox.add(
                new Decision(List.of(), io.ternmq.wire.Result.Done.DONE, Decision.Wait.DISK),
                result -> answer.accept(value));
    }

    /** Ends the turn: appends, forces if anyone waits for it, answers, delivers. */
    void finish(long nowMs) throws JournalException {
        append();
        outbox.release();
        if (mustForce || outbox.waitsForDisk()) {
            force();
        }
        outbox.durable();
        deliver(nowMs);
        if (!state.anyTouched()) {
            outbox.delivered();
        }
    }

    /** Whether something was appended that no force has covered. */
    boolean unforced() {
        return batch.count() > 0 || journal.durablePosition() < journal.appendedPosition();
    }

    /** Whether there is something to do without a new command. */
    boolean pending() {
        return state.anyTouched();
    }

    void force() throws JournalException {
        append();
        mustForce = false;
        if (journal.durablePosition() < journal.appendedPosition()) {
            journal.force();
        }
    }

    void fail(java.util.function.Consumer<Answer> refusal) {
        outbox.fail(refusal);
    }

    /** The content of a persistent message will be found in the journal. */
    private Command journaling(Command command) {
        if (command instanceof Command.FromClient c
                && c.request() instanceof Request.Send send
                && send.envelope().persistent()) {
            return new Command.FromClient(
                    c.connection(),
                    new Request.Send(
                            send.requestId(),
                            send.sessionId(),
                            send.tx(),
                            send.envelope(),
                            new JournaledContent(journal, send.content().bytes())));
        }
        return command;
    }

    private void make(List<Change> changes) throws JournalException {
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.journaled()) {
                record((Record) change);
            }
            state.apply(change);
            mustForce |= change.publishes();
        }
    }

    private void record(Record record) throws JournalException {
        fields.clear();
        int type = RecordCodec.encode(record, fields);
        if (!batch.fits(fields.length())) {
            append();
        }
        batch.add(type, fields.array(), 0, fields.length());
        located.add(
                record instanceof Record.MessageStored stored
                                && stored.content() instanceof JournaledContent content
                        ? content
                        : null);
    }

    private void append() throws JournalException {
        if (batch.count() == 0) {
            return;
        }
        journal.append(batch);
        for (int i = 0; i < located.size(); i++) {
            JournaledContent content = located.get(i);
            if (content != null) {
                content.storedAt(batch.position(i));
                cache.add(content);
            }
        }
        located.clear();
        batch.clear();
    }

    /**
     * Hands out what can be delivered. Whatever is visible is durable here: a change that publishes
     * was forced in {@link #finish}, and none of the changes made here publishes.
     */
    private void deliver(long nowMs) throws JournalException {
        int left = DELIVERIES_A_TURN;
        for (QueueState queue : state.takeTouched()) {
            Change step = state.decideDelivery(queue, nowMs);
            while (step != null && left-- > 0) {
                make(List.of(step));
                if (step instanceof Volatile.Dispatched dispatched) {
                    deliveries.deliver(
                            dispatched.consumer().connection(), state.deliver(dispatched));
                }
                step = state.decideDelivery(queue, nowMs);
            }
            if (step != null) {
                state.touch(queue);
            }
        }
    }
}
