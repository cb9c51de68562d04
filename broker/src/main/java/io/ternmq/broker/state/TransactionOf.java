package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Volatile;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.BranchState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the branch that a frame is stamped with. Changes nothing. */
final class TransactionOf {

    /**
     * What was found.
     *
     * @param tx the number for records; 0 for none
     * @param branch null for none, or for one that the changes have yet to begin
     * @param refusal why the frame cannot take part, or null
     */
    record Found(long tx, @Nullable Branch branch, @Nullable Decision refusal) {}

    private final BrokerState state;

    TransactionOf(BrokerState state) {
        this.state = state;
    }

    Found find(Session session, long tx, long nowMs, List<Change> changes) {
        if (tx == Request.NO_TX) {
            return session.mode == SessionMode.TRANSACTED
                    ? refused(
                            ErrorCode.ILLEGAL_STATE,
                            "work of a transacted session belongs to its local transaction")
                    : new Found(0, null, null);
        }
        if (tx == Request.LOCAL_TX) {
            return local(session, nowMs, changes);
        }
        Branch branch = state.branches.branch(tx);
        if (branch != null && branch.state == BranchState.ROLLBACK_ONLY) {
            return rolledBack(branch);
        }
        if (branch == null || session.associated != branch) {
            return refused(
                    ErrorCode.TRANSACTION_ROLLED_BACK,
                    "the session is not associated with branch number "
                            + tx
                            + "; it ended or was rolled back");
        }
        return new Found(tx, branch, null);
    }

    private Found local(Session session, long nowMs, List<Change> changes) {
        if (session.mode != SessionMode.TRANSACTED) {
            return refused(ErrorCode.ILLEGAL_STATE, "the session has no local transaction");
        }
        Branch branch = session.local;
        if (branch == null) {
            long tx = state.branches.nextTx();
            changes.add(new Volatile.BranchBegun(tx, null, session.key, nowMs, 0));
            return new Found(tx, null, null);
        }
        if (branch.state == BranchState.ROLLBACK_ONLY) {
            return rolledBack(branch);
        }
        return new Found(branch.tx, branch, null);
    }

    private static Found rolledBack(Branch branch) {
        return refused(
                ErrorCode.TRANSACTION_ROLLED_BACK,
                branch.describe() + " can only be rolled back: " + branch.failure);
    }

    private static Found refused(ErrorCode code, String reason) {
        return new Found(0, null, Decision.refused(code, reason));
    }
}
