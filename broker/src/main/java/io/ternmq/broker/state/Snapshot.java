package io.ternmq.broker.state;

import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.Record.BranchKept;
import io.ternmq.broker.record.Record.CountersKept;
import io.ternmq.broker.record.Record.MessageKept;
import io.ternmq.broker.record.Record.OutcomeKept;
import io.ternmq.broker.record.Record.Progress;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.Record.Standing;
import io.ternmq.broker.record.Record.TrimmedUpTo;
import io.ternmq.xa.BranchState;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records of what is, and makes of those records what was. Belongs to the state machine's
 * thread.
 */
final class Snapshot {

    private Snapshot() {}

    /** Everything but the messages. */
    static List<Record> tables(BrokerState state) {
        List<Record> records = new ArrayList<>();
        records.add(counters(state));
        queues(state, Long.MAX_VALUE, records);
        outcomes(state, records);
        records.addAll(branches(state, Long.MAX_VALUE));
        openBranches(state, records);
        return records;
    }

    /** What a replay starts from where the journal was trimmed. */
    static List<Record> startNote(BrokerState state, TrimmedUpTo trimmed) {
        List<Record> records = new ArrayList<>();
        records.add(trimmed);
        records.add(counters(state));
        queues(state, trimmed.queueId(), records);
        outcomes(state, records);
        return records;
    }

    /** The branches up to a number that wait for their transaction manager. */
    static List<BranchKept> branches(BrokerState state, long upTo) {
        List<BranchKept> records = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            if (branch.tx > upTo) {
                continue;
            }
            if (branch.state == BranchState.PREPARED) {
                records.add(kept(branch, Progress.PREPARED, branch.recordCount));
            } else if (branch.state == BranchState.HEURISTIC) {
                Progress decision =
                        branch.decidedCommit ? Progress.DECIDED_COMMIT : Progress.DECIDED_ROLLBACK;
                records.add(kept(branch, decision, 0));
            }
        }
        return records;
    }

    private static BranchKept kept(Branch branch, Progress progress, int recordCount) {
        return new BranchKept(branch.tx, branch.xid, progress, recordCount, branch.createdMs);
    }

    /** The parts of contents that no message has yet. */
    static List<Record> partsUnderWay(BrokerState state) {
        List<Record> records = new ArrayList<>();
        for (LargeContent content : state.contents.contents()) {
            if (!content.held() && content.persistent()) {
                records.addAll(content.records());
            }
        }
        return records;
    }

    /** A branch may be known although all its messages went with their queue. */
    private static void openBranches(BrokerState state, List<Record> records) {
        for (Branch branch : state.branches.branches()) {
            boolean voted =
                    branch.state == BranchState.PREPARED || branch.state == BranchState.HEURISTIC;
            if (!voted && branch.recordCount > 0) {
                records.add(new BranchKept(branch.tx, null, Progress.OPEN, 0, 0));
            }
        }
    }

    private static CountersKept counters(BrokerState state) {
        return new CountersKept(
                state.opening(),
                state.queues.lastQueueId(),
                state.queues.lastMessageNo(),
                state.contents.lastContentNo(),
                state.branches.lastTx(),
                state.queues.sequence(),
                state.unorderedUpTo());
    }

    private static void queues(BrokerState state, long upTo, List<Record> records) {
        for (QueueState queue : state.queues.queues()) {
            if (queue.id <= upTo) {
                records.add(new QueueCreated(queue.id, queue.name));
            }
        }
    }

    private static void outcomes(BrokerState state, List<Record> records) {
        state.branches
                .completed()
                .all()
                .forEach(
                        (xid, outcome) ->
                                records.add(
                                        new OutcomeKept(
                                                xid, outcome.committed(), outcome.timeMs())));
    }

    /** A message that is known stands with its content in a new place; any other is made. */
    static void apply(BrokerState state, MessageKept record) {
        QueueState queue = state.queues.existing(record.queueId());
        Reference known = queue.reference(record.messageNo());
        if (known == null) {
            create(state, queue, record);
        } else if (known.outline) {
            fill(state, known, record);
        } else {
            known.content = state.queues.claimed(record.content());
        }
    }

    private static void create(BrokerState state, QueueState queue, MessageKept record) {
        Reference reference =
                new Reference(
                        queue,
                        record.messageNo(),
                        record.bodyNo(),
                        record.envelope(),
                        state.queues.claimed(record.content()),
                        record.deadLetter());
        reference.place = record.place();
        reference.tx = record.tx();
        reference.deliveries = record.deliveries();
        state.queues.add(reference);
        if (record.standing() == Standing.UNCOMMITTED) {
            state.branches.forRecord(record.tx()).add(new Work.Sent(reference));
            return;
        }
        state.queues.publish(reference, record.place());
        if (record.standing() == Standing.CONSUMED) {
            state.queues.consume(reference, record.tx(), record.deliveries());
            state.branches.forRecord(record.tx()).add(new Work.Received(reference));
        }
    }

    private static void fill(BrokerState state, Reference outline, MessageKept record) {
        if (outline.standing() != record.standing() || outline.tx != record.tx()) {
            throw new InconsistentRecordException(
                    record + ": the message is " + outline.standing() + " in " + outline.tx);
        }
        outline.outline = false;
        outline.envelope = record.envelope();
        outline.content = state.queues.claimed(record.content());
        state.queues.hold(outline);
        outline.deadLetter = record.deadLetter();
        outline.deliveries = record.deliveries();
        outline.placeAt(record.place());
        if (outline.state() == ReferenceState.READY) {
            outline.queue.enter(outline);
        }
    }
}
