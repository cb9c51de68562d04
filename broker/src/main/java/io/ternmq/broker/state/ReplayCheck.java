package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record;
import io.ternmq.wire.message.Content;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a record of the journal fits those before it, so that apply can trust what it is
 * given.
 *
 * <p>Where the journal was trimmed, a record may refer to what lost records made: it has a number
 * up to a known one. Of that an <em>outline</em> is made here, a queue or a visible message of
 * which nothing is known but its number. Since it was alive when the record was written, what
 * became of it stands in a later record: it goes, or a kept record fills it. An outline that is
 * left at the end, like any other unknown thing, says that records are missing.
 */
final class ReplayCheck {

    private ReplayCheck() {}

    static void check(BrokerState state, Record record) {
        if (record instanceof Record.MessageStored r) {
            queue(state, r, r.queueId());
            content(state, r.messageNo(), r.content(), false);
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
            if (found != r.recordCount() && r.tx() > state.trimmed.tx()) {
                throw incomplete(r.xid(), r.recordCount(), found);
            }
        } else if (record instanceof Record.BranchCommitted r) {
            branch(state, r, r.tx());
        } else if (record instanceof Record.BranchRolledBack r) {
            branch(state, r, r.tx());
        } else if (record instanceof Record.BranchDecided r) {
            branch(state, r, r.tx(), r.xid(), BranchState.PREPARED);
        } else if (record instanceof Record.BranchForgotten r) {
            branch(state, r, r.tx(), r.xid(), BranchState.HEURISTIC);
        } else if (record instanceof Record.MessageKept r) {
            queue(state, r, r.queueId());
            if (r.messageNo() > state.trimmed.messageNo()) {
                message(state, r, r.queueId(), r.messageNo());
            }
            content(state, r.messageNo(), r.content(), true);
            if (r.tx() != 0) {
                branch(state, r, r.tx());
            }
        } else if (record instanceof Record.BranchKept r) {
            XidValue xid = Objects.requireNonNull(r.xid(), "an open branch is in no journal");
            branch(state, r, r.tx(), xid, state(r));
        }
    }

    /** After the last record: nothing is missing. */
    static void checkWhole(BrokerState state) {
        for (Branch branch : state.branches.branches()) {
            if (branch.state == BranchState.PREPARED
                    && branch.recordCount != branch.expectedRecords) {
                throw incomplete(branch.xid, branch.expectedRecords, branch.recordCount);
            }
        }
        if (state.trimmed.equals(Record.TrimmedUpTo.NOTHING)) {
            return; // then no outline was made
        }
        for (LargeContent content : state.contents.contents()) {
            if (content.held() && !content.whole()) {
                throw new InconsistentRecordException(
                        "a message has " + content + ", and no record holds the others");
            }
        }
        for (QueueState queue : state.queues.queues()) {
            if (queue.name.isEmpty()) {
                throw new InconsistentRecordException(
                        "records refer to queue " + queue.id + ", and none says what it is");
            }
        }
        for (Reference r = state.queues.backlog().first(); r != null; r = r.behind) {
            if (r.outline) {
                throw new InconsistentRecordException(
                        "records refer to message "
                                + r.messageNo
                                + " in queue "
                                + r.queue.name
                                + ", and none holds it");
            }
        }
    }

    private static InconsistentRecordException incomplete(
            @Nullable XidValue xid, int expected, int found) {
        return new InconsistentRecordException(
                "branch "
                        + xid
                        + " was prepared with "
                        + expected
                        + " records; the journal holds "
                        + found);
    }

    private static BranchState state(Record.BranchKept record) {
        return record.progress() == Record.Progress.PREPARED
                ? BranchState.PREPARED
                : BranchState.HEURISTIC;
    }

    private static void queue(BrokerState state, Record record, long queueId) {
        if (state.queues.queue(queueId) == null) {
            if (queueId > state.trimmed.queueId()) {
                throw new InconsistentRecordException(record + ": there is no queue " + queueId);
            }
            state.queues.outline(queueId);
        }
    }

    private static void message(BrokerState state, Record record, long queueId, long messageNo) {
        queue(state, record, queueId);
        QueueState queue = state.queues.existing(queueId);
        if (queue.reference(messageNo) == null) {
            if (messageNo > state.trimmed.messageNo()) {
                throw new InconsistentRecordException(
                        record + ": there is no message " + messageNo + " in queue " + queueId);
            }
            state.queues.add(Reference.outline(queue, messageNo));
        }
    }

    private static void branch(BrokerState state, Record record, long tx) {
        if (state.branches.branch(tx) == null && tx > state.trimmed.tx()) {
            throw unexpected(record, BranchState.UNKNOWN);
        }
    }

    /** Parts come in their order; one that is there may be restated, and of old ones any. */
    private static void part(BrokerState state, Record.ContentPart r) {
        LargeContent before = state.contents.content(r.contentNo());
        boolean old = r.contentNo() <= state.trimmed.contentNo();
        int expected = before == null ? 0 : before.present();
        boolean fits =
                r.index() >= 0
                        && r.index() < r.parts()
                        && (before == null
                                || (r.parts() == before.parts() && r.size() == before.size()));
        Content there = before == null || !fits ? null : before.part(r.index());
        if (!fits
                || (there == null && !old && r.index() != expected)
                || (there != null && there.size() != r.part().size())
                || (there == null
                        && (before == null ? 0 : before.presentBytes()) + r.part().size()
                                > r.size())) {
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

    /**
     * @param restated whether the message may have the content already
     */
    private static void content(
            BrokerState state, long messageNo, Content content, boolean restated) {
        if (!(content instanceof PartsOfContent parts)) {
            return;
        }
        LargeContent found = state.contents.content(parts.contentNo());
        boolean old = parts.contentNo() <= state.trimmed.contentNo();
        boolean there =
                found == null
                        ? old
                        : (restated || !found.held())
                                && (old || found.whole())
                                && found.parts() == parts.parts()
                                && found.size() == parts.size();
        if (!there) {
            throw new InconsistentRecordException(
                    "message "
                            + messageNo
                            + " has "
                            + parts
                            + "; the journal holds "
                            + (found == null ? "nothing of it" : found));
        }
    }

    private static void branch(
            BrokerState state, Record record, long tx, XidValue xid, BranchState expected) {
        Branch branch = state.branches.branch(tx);
        if (branch != null && branch.state == expected) {
            return;
        }
        if (tx > state.trimmed.tx()) {
            throw unexpected(record, branch == null ? BranchState.UNKNOWN : branch.state);
        }
        state.branches.named(tx, xid);
    }

    private static InconsistentRecordException unexpected(Record record, BranchState found) {
        return new InconsistentRecordException(record + ": the branch is " + found);
    }
}
