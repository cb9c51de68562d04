package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Record.BranchCommitted;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Decision.Wait;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.BranchState;
import java.util.ArrayList;
import java.util.List;

/** Decides how local transactions end. Changes nothing. */
final class LocalTransactionRules {

    private final BrokerState state;

    LocalTransactionRules(BrokerState state) {
        this.state = state;
    }

    Decision commit(long connection, Request.Commit r, long nowMs) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null || session.mode != SessionMode.TRANSACTED) {
            return notTransacted(r.sessionId());
        }
        Branch branch = session.local;
        if (branch == null) {
            return Decision.done();
        }
        boolean journaled = branch.recordCount > 0;
        String failure = branch.failure;
        if (branch.state != BranchState.ROLLBACK_ONLY && XaRules.lostQueue(branch)) {
            failure = "a queue that it sent to was deleted";
        }
        if (failure != null) {
            return new Decision(
                    List.of(new BranchRolledBack(branch.tx, null, nowMs, journaled)),
                    new Result.Refused(
                            ErrorCode.TRANSACTION_ROLLED_BACK,
                            "the local transaction was rolled back: " + failure),
                    Wait.NOTHING);
        }
        return new Decision(
                List.of(
                        new BranchCommitted(
                                branch.tx, null, state.queues.nextPlace(0), nowMs, journaled)),
                Result.Done.DONE,
                journaled ? Wait.DISK : Wait.NOTHING);
    }

    Decision rollback(long connection, Request.Rollback r, long nowMs) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null || session.mode != SessionMode.TRANSACTED) {
            return notTransacted(r.sessionId());
        }
        List<Change> changes = new ArrayList<>();
        for (Delivery delivery : session.deliveries.values()) {
            changes.add(new Volatile.Returned(session.key, delivery.id));
        }
        Branch branch = session.local;
        if (branch != null) {
            changes.add(new BranchRolledBack(branch.tx, null, nowMs, branch.recordCount > 0));
        }
        return Decision.done(changes);
    }

    private static Decision notTransacted(long sessionId) {
        return Decision.refused(
                ErrorCode.ILLEGAL_STATE, "session " + sessionId + " is not open or not transacted");
    }
}
