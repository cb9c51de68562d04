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
import io.ternmq.journal.Space;
import io.ternmq.wire.Request;
import io.ternmq.wire.message.ContentInParts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One turn of the broker: decide, record, apply for each command; then append, force, answer,
 * deliver. It has no thread and no clock of its own, so a simulation can run it.
 *
 * <p>Not threadsafe. Any exception is terminal: the state and the journal may differ, and only a
 * new opening, by replay, may go on.
 */
final class Engine {

    private static final Logger LOG = System.getLogger("io.ternmq.broker");

    /** How many deliveries one turn makes at the most, so that commands get their turn. */
    private static final int DELIVERIES_A_TURN = 10_000;

    private final Journal journal;
    private final BrokerState state;
    private final Deliveries deliveries;
    private final ContentCache cache;
    private final Outbox outbox = new Outbox();
    private final Fields fields = new Fields();
    private final RecordBatch batch;
    private final List<Record> located = new ArrayList<>();
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
        watchSpace(nowMs);
        Decision decision = state.decide(journaling(command), nowMs);
        make(decision.changes());
        while (state.anyExhausted()) {
            make(state.decide(new Command.MoveExhausted(), nowMs).changes());
        }
        outbox.add(decision, answer);
    }

    /** The rules read from the state whether the disk is full; so it is told of a change. */
    private void watchSpace(long nowMs) {
        boolean full = journal.space() == Space.RESERVE_ONLY;
        if (full != state.diskFull()) {
            String directory = journal.directory().toString();
            state.decide(new Command.SpaceChanged(full, directory), nowMs)
                    .changes()
                    .forEach(state::apply);
            LOG.log(
                    full ? Level.WARNING : Level.INFO,
                    full
                            ? "TERN0010 the disk of {0} is full: new persistent messages are"
                                    + " refused until there is space; consume messages, or free"
                                    + " space"
                            : "TERN0011 the disk of {0} has space again: new persistent messages"
                                    + " are taken",
                    directory);
        }
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
        if (!(command instanceof Command.FromClient c)) {
            return command;
        }
        if (c.request() instanceof Request.Send send
                && send.envelope().persistent()
                && !(send.content() instanceof ContentInParts)) {
            return new Command.FromClient(
                    c.connection(),
                    new Request.Send(
                            send.requestId(),
                            send.sessionId(),
                            send.tx(),
                            send.envelope(),
                            new JournaledContent(journal, send.content().bytes())));
        }
        if (c.request() instanceof Request.SendPart part && part.persistent()) {
            return new Command.FromClient(
                    c.connection(),
                    new Request.SendPart(
                            part.requestId(),
                            part.sessionId(),
                            part.contentId(),
                            true,
                            part.totalBytes(),
                            part.index(),
                            new JournaledContent(journal, part.part().bytes())));
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
        located.add(record);
    }

    private void append() throws JournalException {
        if (batch.count() == 0) {
            return;
        }
        journal.append(batch);
        for (int i = 0; i < located.size(); i++) {
            Record record = located.get(i);
            if (record instanceof Record.MessageStored stored
                    && stored.content() instanceof JournaledContent content) {
                content.storedAt(batch.position(i));
                cache.add(content);
            } else if (record instanceof Record.ContentPart part
                    && part.part() instanceof JournaledContent content) {
                // one large message would take the place of thousands of small ones
                content.storedAt(batch.position(i));
                content.evict();
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
