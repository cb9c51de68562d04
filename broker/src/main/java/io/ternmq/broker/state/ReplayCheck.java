package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record;
import io.ternmq.xa.BranchState;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record of the journal fits those before it, so that apply can trust what it is
 * given.
 */
final class ReplayCheck {

    private ReplayCheck() {}

    static void check(BrokerState state, Record record) {
        if (record instanceof Record.MessageStored r) {
            queue(state, r, r.queueId());
            content(state, r);
        } else if (record instanceof Record.ContentPart r) {
            part(state, r);
        } else if (record instanceof Record.MessageAcknowledged r) {
            message(state, r, r.queueId(), r.messageNo());
        } else if (record instanceof Record.MessageCounted r) {
            message(state, r, r.queueId(), r.messageNo());
        } else if (record instanceof Record.MessageExpired r) {
            message(state, r, r.queueId(), r.messageNo());
        } else if (record instanceof Record.MessageMoved r) {
            message(state, r, r.queueId(), r.messageNo());
            queue(state, r, r.toQueueId());
        } else if (record instanceof Record.QueueDeleted r) {
            queue(state, r, r.queueId());
        } else if (record instanceof Record.BranchPrepared r) {
            Branch branch = state.branches.branch(r.tx());
            int found = branch == null ? 0 : branch.recordCount;
            if (found != r.recordCount()) {
                throw new InconsistentRecordException(
                        "branch "
                                + r.xid()
                                + " was prepared with "
                                + r.recordCount()
                                + " records; the journal holds "
                                + found);
            }
        } else if (record instanceof Record.BranchCommitted r) {
            branch(r, state.branches.branch(r.tx()), null);
        } else if (record instanceof Record.BranchRolledBack r) {
            branch(r, state.branches.branch(r.tx()), null);
        } else if (record instanceof Record.BranchDecided r) {
            branch(r, state.branches.branch(r.tx()), BranchState.PREPARED);
        } else if (record instanceof Record.BranchForgotten r) {
            branch(r, state.branches.branch(r.tx()), BranchState.HEURISTIC);
        }
    }

    private static void queue(BrokerState state, Record record, long queueId) {
        if (state.queues.queue(queueId) == null) {
            throw new InconsistentRecordException(record + ": there is no queue " + queueId);
        }
    }

    private static void message(BrokerState state, Record record, long queueId, long messageNo) {
        queue(state, record, queueId);
        if (state.queues.existing(queueId).reference(messageNo) == null) {
            throw new InconsistentRecordException(
                    record + ": there is no message " + messageNo + " in queue " + queueId);
        }
    }

    private static void part(BrokerState state, Record.ContentPart r) {
        LargeContent before = state.contents.content(r.contentNo());
        boolean fits =
                before == null
                        ? r.index() == 0 && r.parts() > 0
                        : r.index() == before.present()
                                && r.parts() == before.parts()
                                && r.size() == before.size();
        if (!fits
                || r.index() >= r.parts()
                || (before == null ? 0 : before.presentBytes()) + r.part().size() > r.size()) {
            throw new InconsistentRecordException(
                    "part "
                            + r.index()
                            + " of "
                            + r.parts()
                            + " of content "
                            + r.contentNo()
                            + " follows "
                            + (before == null ? "nothing" : before));
        }
    }

    private static void content(BrokerState state, Record.MessageStored r) {
        if (r.content() instanceof PartsOfContent parts) {
            LargeContent found = state.contents.content(parts.contentNo());
            if (found == null
                    || found.held()
                    || !found.whole()
                    || found.parts() != parts.parts()
                    || found.size() != parts.size()) {
                throw new InconsistentRecordException(
                        "message "
                                + r.messageNo()
                                + " has "
                                + parts
                                + "; the journal holds "
                                + (found == null ? "nothing of it" : found));
            }
        }
    }

    private static void branch(
            Record record, @Nullable Branch branch, @Nullable BranchState expected) {
        if (branch == null || (expected != null && branch.state != expected)) {
            throw new InconsistentRecordException(
                    record
                            + ": the branch is "
                            + (branch == null ? BranchState.UNKNOWN : branch.state));
        }
    }
}
