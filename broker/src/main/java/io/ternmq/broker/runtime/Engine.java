package io.ternmq.broker.runtime;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Fields;
import io.ternmq.broker.record.PartsOfContent;
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
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
    private final List<@Nullable Located> located = new ArrayList<>();
    private boolean mustForce;

    /** The content of a record of the batch. */
    private record Located(JournaledContent content, int recordBytes, boolean cached) {}

    /** Work of another thread that needs the engine between two commands. */
    @FunctionalInterface
    interface Task<T> {
        T run(Engine engine) throws JournalException;
    }

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

    BrokerState state() {
        return state;
    }

    Journal journal() {
        return journal;
    }

    /**
     * Appends a record that restates what is: it changes nothing.
     *
     * @param moved the content of a message that stands in this record from now on, or null
     * @return its bytes
     */
    int restate(Record record, @Nullable JournaledContent moved) throws JournalException {
        record(record, moved);
        return fields.length();
    }

    /** Appends what was recorded so far. */
    void flush() throws JournalException {
        append();
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
            Change change = located(changes.get(i));
            if (change.journaled()) {
                record((Record) change, PartsOfContent.inRecord((Record) change));
            }
            state.apply(change);
            mustForce |= change.publishes();
        }
    }

    /** The record of a message whose content is elsewhere has a place in the journal too. */
    private Change located(Change change) {
        return change instanceof Record.MessageStored stored
                        && stored.journaled()
                        && stored.content() instanceof PartsOfContent parts
                ? stored.withContent(parts.withHead(new JournaledContent(journal, new byte[0])))
                : change;
    }

    private void record(Record record, @Nullable Content content) throws JournalException {
        fields.clear();
        int type = RecordCodec.encode(record, fields);
        if (!batch.fits(fields.length())) {
            append();
        }
        batch.add(type, fields.array(), 0, fields.length());
        located.add(
                content instanceof JournaledContent journaled
                        ? new Located(
                                journaled, fields.length(), record instanceof Record.MessageStored)
                        : null);
    }

    private void append() throws JournalException {
        if (batch.count() == 0) {
            return;
        }
        journal.marks(state.marks());
        journal.append(batch);
        for (int i = 0; i < located.size(); i++) {
            Located here = located.get(i);
            if (here != null) {
                boolean fresh = here.content.position() == Journal.NONE;
                here.content.storedAt(batch.position(i), here.recordBytes);
                if (fresh && here.cached) {
                    cache.add(here.content);
                } else if (fresh) {
                    // one large message would take the place of thousands of small ones
                    here.content.evict();
                }
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
