package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.Volatile;
import io.ternmq.wire.Event;
import io.ternmq.wire.message.Content;
import io.ternmq.xa.BranchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a broker. {@link #decide} reads it, {@link #apply} changes it; replay is apply
 * over the journal.
 *
 * <p>Not threadsafe: it belongs to the thread that runs the broker. An exception from apply means
 * that the state can no longer be trusted: the broker must stop.
 */
public final class BrokerState {

    private final UUID journalId;
    final Limits limits;
    final ConnectionTable connections = new ConnectionTable();
    final ContentTable contents;
    final QueueTable queues;
    final BranchTable branches;
    final Rules rules;

    /** From where on the journal is retained. */
    Record.TrimmedUpTo trimmed = Record.TrimmedUpTo.NOTHING;

    private long opening;
    private @Nullable String fullDirectory;
    private long unorderedUpTo;

    /** Until then a restated part may still wait for the restated message that has it. */
    private boolean replaying = true;

    /**
     * An empty state.
     *
     * @param journalId the identity of the journal that it is replayed from
     * @param released told of the content of each message that goes
     */
    public BrokerState(
            UUID journalId, Limits limits, java.util.function.Consumer<Content> released) {
        this.journalId = journalId;
        this.limits = limits;
        this.contents = new ContentTable(released);
        this.queues = new QueueTable(contents, limits.maxDeliveries(), released);
        this.branches =
                new BranchTable(
                        new CompletedBranches(
                                limits.completedBranches(), limits.completedBranchesMs()));
        this.rules = new Rules(this);
    }

    UUID journalId() {
        return journalId;
    }

    /** A name that no other connection of this journal ever has. */
    String connectionName(long connection) {
        return journalId.toString().substring(0, 8) + "-" + opening + "-" + connection;
    }

    /** How often the journal was opened by a broker. */
    public long opening() {
        return opening;
    }

    /** Whether the disk is full, as far as the state was told. */
    public boolean diskFull() {
        return fullDirectory != null;
    }

    /** The data directory while its disk is full, else null. */
    @Nullable String fullDirectory() {
        return fullDirectory;
    }

    /** How many connections are open. */
    public int connectionCount() {
        return connections.size();
    }

    /** What a command leads to. Changes nothing. */
    public Decision decide(Command command, long nowMs) {
        return rules.decide(command, nowMs);
    }

    /**
     * Whether messages wait to be moved to the dead-letter queue by {@link Command.MoveExhausted}.
     */
    public boolean anyExhausted() {
        return !queues.exhausted().isEmpty();
    }

    /** Takes the queues that may have something to deliver since the last call. */
    public List<QueueState> takeTouched() {
        return queues.takeTouched();
    }

    /** Gives a taken queue back: it has more to deliver. */
    public void touch(QueueState queue) {
        queues.touch(queue);
    }

    /** Whether {@link #takeTouched} would give any. */
    public boolean anyTouched() {
        return queues.anyTouched();
    }

    /** The next step of delivering from a queue, or null if there is none. Changes nothing. */
    public @Nullable Change decideDelivery(QueueState queue, long nowMs) {
        return rules.delivery(queue, nowMs);
    }

    /** What is sent to the client of a delivery that was just applied. */
    public Event.Deliver deliver(Volatile.Dispatched dispatched) {
        Reference reference = queues.existing(dispatched.queueId(), dispatched.messageNo());
        return new Event.Deliver(
                dispatched.consumer().consumer(),
                dispatched.deliveryId(),
                reference.envelope,
                reference.content,
                reference.deliveries + 1,
                reference.deadLetter);
    }

    /** How many messages each queue holds, visible or not, by name. */
    public Map<String, Long> queueDepths() {
        Map<String, Long> depths = new TreeMap<>();
        for (QueueState queue : queues.queues()) {
            depths.put(queue.name, (long) queue.depth());
        }
        return depths;
    }

    /** The branches that are prepared or were decided by an administrator. */
    public List<BranchView> branchesInDoubt() {
        List<BranchView> views = new ArrayList<>();
        for (Branch branch : branches.branches()) {
            if (branch.xid != null
                    && (branch.state == BranchState.PREPARED
                            || branch.state == BranchState.HEURISTIC)) {
                int sends = 0;
                for (Work item : branch.work) {
                    sends += item instanceof Work.Sent ? 1 : 0;
                }
                views.add(
                        new BranchView(
                                branch.xid,
                                branch.state,
                                branch.createdMs,
                                sends,
                                branch.work.size() - sends));
            }
        }
        return views;
    }

    /**
     * Makes a change that was read from the journal, if it fits what came before.
     *
     * @throws InconsistentRecordException if it does not; nothing was changed
     */
    public void replay(Record record) {
        ReplayCheck.check(this, record);
        apply(record);
    }

    /**
     * Makes what a checkpoint or a start note says. Before that the state must be empty, and an
     * exception leaves nothing that could be used.
     */
    public void restore(Record record) {
        apply(record);
    }

    /**
     * After the last record of a replay.
     *
     * @throws InconsistentRecordException if records are missing
     */
    public void checkWhole() {
        replaying = false;
        ReplayCheck.checkWhole(this);
    }

    /**
     * After the last record of a replay of a salvaged journal, instead of {@link #checkWhole}:
     * takes out what is not whole.
     */
    public Repair repair() {
        Repair repair = Repair.of(this);
        replaying = false;
        trimmed = Record.TrimmedUpTo.NOTHING;
        return repair;
    }

    /** From where on the journal that it was replayed from is retained. */
    public Record.TrimmedUpTo trimmed() {
        return trimmed;
    }

    /**
     * The position of the last record that did not say at which place it put its messages: before
     * it only a replay of all records finds the right places. 0 for none.
     */
    public long unorderedUpTo() {
        return unorderedUpTo;
    }

    /** Such a record was replayed. */
    public void unorderedAt(long position) {
        unorderedUpTo = position;
    }

    /** The numbers that the next segment of the journal is marked with, see {@link #trimmedTo}. */
    public long[] marks() {
        return new long[] {
            queues.lastMessageNo(),
            queues.lastQueueId(),
            branches.lastTx(),
            contents.lastContentNo()
        };
    }

    /** What is known of a journal whose first segment carries these marks. */
    public static Record.TrimmedUpTo trimmedTo(List<Long> marks, long skipUpTo) {
        return new Record.TrimmedUpTo(
                marks.get(0), marks.get(1), marks.get(2), marks.get(3), skipUpTo);
    }

    /** What a replay of the trimmed journal starts from. */
    public List<Record> startNote(Record.TrimmedUpTo note) {
        return Snapshot.startNote(this, note);
    }

    /** The branches in doubt with a number up to the given one. */
    public List<Record.BranchKept> keptBranches(long upTo) {
        return Snapshot.branches(this, upTo);
    }

    /** The message whose content stands in the record of the given message, or null. */
    public Record.@Nullable MessageKept keptMessage(long queueId, long messageNo) {
        Reference reference = queues.ofBody(queueId, messageNo);
        return reference == null ? null : reference.kept();
    }

    /** What knows where a part of a content stands, or null if nobody needs it. */
    public @Nullable Content part(long contentNo, int index) {
        LargeContent content = contents.content(contentNo);
        return content == null ? null : content.part(index);
    }

    /** All that must survive but the messages and the contents in parts. */
    public List<Record> tables() {
        return Snapshot.tables(this);
    }

    /** The parts that were sent of contents that no message has yet. */
    public List<Record> partsUnderWay() {
        return Snapshot.partsUnderWay(this);
    }

    /** Begins to take the messages that must survive, as they are now. */
    public Capture capture() {
        return queues.backlog().capture();
    }

    /** What knows where the records stand that hold messages and content. */
    public void eachContent(java.util.function.Consumer<Content> visitor) {
        for (Reference r = queues.backlog().first(); r != null; r = r.behind) {
            if (!(r.content instanceof LargeContent)) {
                visitor.accept(r.content);
            }
        }
        for (LargeContent content : contents.contents()) {
            content.eachRecord(visitor);
        }
    }

    /** Makes a change. */
    public void apply(Change change) {
        if (change instanceof Record record) {
            apply(record);
        } else {
            apply((Volatile) change);
        }
    }

    private void apply(Record change) {
        if (change instanceof Record.MessageStored r) {
            Reference reference = queues.apply(r);
            if (r.tx() == 0) {
                queues.publish(reference, r.place());
            } else {
                reference.place = r.place();
                branches.forRecord(r.tx()).add(new Work.Sent(reference));
            }
        } else if (change instanceof Record.ContentPart r) {
            contents.apply(r);
        } else if (change instanceof Record.MessageAcknowledged r) {
            Reference reference = queues.existing(r.queueId(), r.messageNo());
            connections.settle(reference);
            if (r.tx() == 0) {
                queues.remove(reference);
            } else {
                queues.consume(reference, r.tx(), r.deliveries());
                branches.forRecord(r.tx()).add(new Work.Received(reference));
            }
        } else if (change instanceof Record.MessageCounted r) {
            Reference reference = queues.existing(r.queueId(), r.messageNo());
            queues.count(reference, r.deliveries());
            if (reference.delivery != null) {
                reference.delivery.counted = true;
            }
        } else if (change instanceof Record.BranchCommitted r) {
            commit(branches.apply(r), r.place());
        } else if (change instanceof Record.BranchRolledBack r) {
            rollback(branches.apply(r));
        } else if (change instanceof Record.BranchPrepared r) {
            branches.apply(r);
        } else if (change instanceof Record.BranchDecided r) {
            Branch branch = branches.apply(r);
            if (r.committed()) {
                commit(branch, r.place());
            } else {
                rollback(branch);
            }
        } else if (change instanceof Record.BranchForgotten r) {
            branches.apply(r);
        } else if (change instanceof Record.MessageMoved r) {
            move(r);
        } else if (change instanceof Record.MessageExpired r) {
            queues.remove(queues.existing(r.queueId(), r.messageNo()));
        } else if (change instanceof Record.QueueCreated r) {
            queues.apply(r);
        } else if (change instanceof Record.QueueDeleted r) {
            queues.apply(r, connections);
        } else if (change instanceof Record.BrokerStarted r) {
            opening = r.opening();
            contents.dropUnclaimed(replaying ? trimmed.contentNo() : 0);
            queues.findExhausted();
        } else {
            restate(change);
        }
    }

    private void restate(Record change) {
        if (change instanceof Record.MessageKept r) {
            Snapshot.apply(this, r);
        } else if (change instanceof Record.BranchKept r) {
            branches.apply(r);
        } else if (change instanceof Record.OutcomeKept r) {
            branches.completed().add(r.xid(), r.committed(), r.timeMs());
        } else if (change instanceof Record.CountersKept r) {
            opening = r.opening();
            unorderedUpTo = r.unorderedUpTo();
            queues.raise(r.queueId(), r.messageNo(), r.sequence());
            contents.raise(r.contentNo());
            branches.raise(r.tx());
        } else if (change instanceof Record.TrimmedUpTo r) {
            trimmed = r;
        }
    }

    private void apply(Volatile change) {
        if (change instanceof Volatile.Dispatched v) {
            Reference reference = queues.existing(v.queueId(), v.messageNo());
            queues.deliver(reference);
            reference.queue.served(connections.apply(v, reference));
        } else if (change instanceof Volatile.CreditGranted v) {
            queues.touch(connections.apply(v).queue);
        } else if (change instanceof Volatile.Returned v) {
            Delivery delivery =
                    connections.existingSession(v.session()).deliveries.get(v.deliveryId());
            connections.settle(delivery.reference);
            queues.putBack(delivery.reference);
        } else if (change instanceof Volatile.BranchBegun v) {
            branches.apply(v, connections.existingSession(v.session()));
        } else if (change instanceof Volatile.Associated v) {
            branches.apply(v, connections.existingSession(v.session()));
        } else if (change instanceof Volatile.Suspended v) {
            branches.apply(v, connections.existingSession(v.session()));
        } else if (change instanceof Volatile.Dissociated v) {
            branches.apply(v, connections.session(v.session()));
        } else if (change instanceof Volatile.BranchFailed v) {
            branches.apply(v);
        } else if (change instanceof Volatile.BranchDropped v) {
            Branch branch = branches.existing(v.tx());
            branches.apply(v);
            release(branch);
        } else if (change instanceof Volatile.BranchTimedOut v) {
            branches.apply(v);
        } else if (change instanceof Volatile.ConnectionOpened v) {
            connections.apply(v);
        } else if (change instanceof Volatile.ClientIdClaimed v) {
            connections.apply(v);
        } else if (change instanceof Volatile.ConnectionClosed v) {
            connections.apply(v);
        } else if (change instanceof Volatile.SessionOpened v) {
            connections.apply(v);
        } else if (change instanceof Volatile.SessionClosed v) {
            contents.drop(connections.existingSession(v.session()));
            connections.apply(v);
        } else if (change instanceof Volatile.ConsumerOpened v) {
            connections.apply(v, queues.existing(v.queueId()));
        } else if (change instanceof Volatile.ConsumerClosed v) {
            connections.apply(v);
        } else if (change instanceof Volatile.ContentBegun v) {
            contents.apply(v, connections.existingSession(v.session()));
        } else if (change instanceof Volatile.ContentDropped v) {
            contents.drop(connections.existingSession(v.session()));
        } else if (change instanceof Volatile.SpaceChanged v) {
            fullDirectory = v.full() ? v.directory() : null;
        } else if (change instanceof Volatile.TimeoutSet v) {
            connections.existingSession(v.session()).timeoutSeconds = v.seconds();
        }
    }

    private void commit(Branch branch, long place) {
        long first = place == Record.UNORDERED ? queues.nextPlace(0) : place;
        for (Work item : branch.work) {
            if (item.reference().state() == ReferenceState.GONE) {
                continue; // its queue was deleted by an administrator
            }
            if (item instanceof Work.Sent sent) {
                queues.publish(sent.reference(), first + sent.reference().place);
            } else {
                queues.remove(item.reference());
            }
        }
        branch.work.clear();
        release(branch);
    }

    private void rollback(Branch branch) {
        for (Work item : branch.work) {
            Reference reference = item.reference();
            if (reference.state() == ReferenceState.GONE) {
                continue; // its queue was deleted by an administrator
            }
            if (item instanceof Work.Received) {
                queues.rollBack(reference);
            } else {
                queues.remove(reference);
            }
        }
        branch.work.clear();
        release(branch);
    }

    /** A local transaction is over for its session; the next work begins another. */
    private void release(Branch branch) {
        if (branch.session != null && branch.session.local == branch) {
            branch.session.local = null;
        }
    }

    private void move(Record.MessageMoved record) {
        Reference from = queues.existing(record.queueId(), record.messageNo());
        Reference to =
                new Reference(
                        queues.existing(record.toQueueId()),
                        record.newMessageNo(),
                        from.bodyNo,
                        from.envelope,
                        from.content,
                        record.deadLetter());
        to.outline = from.outline;
        queues.add(to); // first, so that a content in parts always has a message
        queues.leave(from);
        queues.publish(to, record.place());
    }
}
