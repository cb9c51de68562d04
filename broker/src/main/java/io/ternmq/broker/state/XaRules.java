package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Record.BranchCommitted;
import io.ternmq.broker.record.Record.BranchForgotten;
import io.ternmq.broker.record.Record.BranchPrepared;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Decision.Wait;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.Situation;
import io.ternmq.xa.Transition;
import io.ternmq.xa.TransitionTable;
import io.ternmq.xa.XaCall;
import io.ternmq.xa.XaErrors;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Decides the calls of transaction managers: what is legal is looked up in {@link TransitionTable},
 * what it does to the broker is here. Changes nothing.
 */
final class XaRules {

    private final BrokerState state;

    XaRules(BrokerState state) {
        this.state = state;
    }

    Decision decide(long connection, Request request, long nowMs) {
        try {
            if (request instanceof Request.XaStart r) {
                return start(new SessionKey(connection, r.sessionId()), r, nowMs);
            }
            if (request instanceof Request.XaEnd r) {
                return end(new SessionKey(connection, r.sessionId()), r);
            }
            if (request instanceof Request.XaPrepare r) {
                return prepare(r.xid(), nowMs);
            }
            if (request instanceof Request.XaCommit r) {
                return commit(r.xid(), r.onePhase(), nowMs);
            }
            if (request instanceof Request.XaRollback r) {
                return rollback(r.xid(), nowMs);
            }
            if (request instanceof Request.XaForget r) {
                return forget(r.xid());
            }
            if (request instanceof Request.XaTimeout r) {
                return timeout(new SessionKey(connection, r.sessionId()), r.seconds());
            }
        } catch (XAException e) {
            return Decision.xaRefused(e.errorCode, e.getMessage());
        }
        return new Decision(List.of(), new Result.Branches(inDoubt()), Wait.DISK);
    }

    /** Branches that run out of time are rolled back and leave a tombstone. */
    Decision timeouts(long nowMs) {
        List<Change> changes = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            boolean open =
                    branch.state == BranchState.ACTIVE
                            || branch.state == BranchState.IDLE
                            || branch.state == BranchState.ROLLBACK_ONLY;
            if (open
                    && branch.xid != null
                    && branch.deadlineMs != 0
                    && branch.deadlineMs <= nowMs) {
                changes.add(new Volatile.BranchTimedOut(branch.tx));
                changes.add(
                        new BranchRolledBack(branch.tx, branch.xid, nowMs, branch.recordCount > 0));
            } else if (branch.undone
                    && branch.ties.isEmpty()
                    && branch.createdMs + state.limits.completedBranchesMs() <= nowMs) {
                changes.add(new Volatile.BranchDropped(branch.tx));
            }
        }
        return Decision.done(changes);
    }

    private Decision start(SessionKey key, Request.XaStart r, long nowMs) throws XAException {
        Session session = state.connections.session(key);
        if (session == null) {
            return Decision.xaRefused(XAException.XAER_RMFAIL, key + " is not open");
        }
        XaCall call = XaCall.ofStart(r.flags());
        Branch branch = state.branches.branch(r.xid());
        Transition transition = ofResource(call, session, branch);
        switch (transition.effect()) {
            case BEGIN:
                long tx = state.branches.nextTx();
                long limitMs =
                        session.timeoutSeconds == 0
                                ? state.limits.branchTimeoutMs()
                                : session.timeoutSeconds * 1000L;
                return new Decision(
                        List.of(
                                new Volatile.BranchBegun(tx, r.xid(), key, nowMs, nowMs + limitMs),
                                new Volatile.Associated(tx, key)),
                        new Result.Started(tx),
                        Wait.NOTHING);
            case ASSOCIATE:
                return new Decision(
                        List.of(new Volatile.Associated(branch.tx, key)),
                        new Result.Started(branch.tx),
                        Wait.NOTHING);
            default:
                return refused(transition, call, r.xid(), branch);
        }
    }

    private Decision end(SessionKey key, Request.XaEnd r) throws XAException {
        Session session = state.connections.session(key);
        if (session == null) {
            return Decision.xaRefused(XAException.XAER_RMFAIL, key + " is not open");
        }
        XaCall call = XaCall.ofEnd(r.flags());
        Branch branch = state.branches.branch(r.xid());
        Transition transition = ofResource(call, session, branch);
        switch (transition.effect()) {
            case SUSPEND:
                return Decision.done(new Volatile.Suspended(branch.tx, key));
            case DISSOCIATE:
                return Decision.done(new Volatile.Dissociated(branch.tx, key));
            case DISSOCIATE_FAIL:
                List<Change> changes =
                        List.of(
                                new Volatile.BranchFailed(branch.tx, "it was ended as failed"),
                                new Volatile.Dissociated(branch.tx, key));
                return after(changes, transition, call, r.xid(), branch);
            default:
                return refused(transition, call, r.xid(), branch);
        }
    }

    private Decision prepare(XidValue xid, long nowMs) {
        Branch branch = state.branches.branch(xid);
        Transition transition = ofBranch(XaCall.PREPARE, branch);
        switch (transition.effect()) {
            case PREPARE:
                if (lostQueue(branch)) {
                    return undo(branch, nowMs, "a queue that it sent to was deleted");
                }
                if (branch.work.isEmpty()) {
                    return new Decision(
                            List.of(new Volatile.BranchDropped(branch.tx)),
                            new Result.Voted(XAResource.XA_RDONLY),
                            Wait.NOTHING);
                }
                return new Decision(
                        List.of(new BranchPrepared(branch.tx, xid, branch.recordCount, nowMs)),
                        new Result.Voted(XAResource.XA_OK),
                        Wait.DISK);
            case ROLLBACK:
                return after(rollingBack(branch, nowMs), transition, XaCall.PREPARE, xid, branch);
            default:
                return refused(transition, XaCall.PREPARE, xid, branch);
        }
    }

    private Decision commit(XidValue xid, boolean onePhase, long nowMs) {
        XaCall call = onePhase ? XaCall.COMMIT_ONE_PHASE : XaCall.COMMIT_TWO_PHASE;
        Branch branch = state.branches.branch(xid);
        if (branch == null && endedBefore(xid, true)) {
            return Decision.durable(List.of());
        }
        Transition transition = ofBranch(call, branch);
        switch (transition.effect()) {
            case COMMIT:
                if (onePhase && lostQueue(branch)) {
                    return undo(branch, nowMs, "a queue that it sent to was deleted");
                }
                if (branch.work.isEmpty() && branch.state != BranchState.PREPARED) {
                    return Decision.done(new Volatile.BranchDropped(branch.tx));
                }
                boolean journaled = branch.recordCount > 0 || branch.state == BranchState.PREPARED;
                return new Decision(
                        List.of(
                                new BranchCommitted(
                                        branch.tx,
                                        xid,
                                        state.queues.nextPlace(0),
                                        nowMs,
                                        journaled)),
                        Result.Done.DONE,
                        journaled ? Wait.DISK : Wait.NOTHING);
            case ROLLBACK:
                return after(rollingBack(branch, nowMs), transition, call, xid, branch);
            default:
                return refused(transition, call, xid, branch);
        }
    }

    private Decision rollback(XidValue xid, long nowMs) {
        Branch branch = state.branches.branch(xid);
        if (branch == null && endedBefore(xid, false)) {
            return Decision.durable(List.of());
        }
        Transition transition = ofBranch(XaCall.ROLLBACK, branch);
        if (transition.effect() != Transition.Effect.ROLLBACK) {
            return refused(transition, XaCall.ROLLBACK, xid, branch);
        }
        return Decision.done(rollingBack(branch, nowMs));
    }

    private Decision forget(XidValue xid) {
        Branch branch = state.branches.branch(xid);
        Transition transition = ofBranch(XaCall.FORGET, branch);
        if (transition.effect() != Transition.Effect.FORGET) {
            return refused(transition, XaCall.FORGET, xid, branch);
        }
        return Decision.done(new BranchForgotten(branch.tx, xid));
    }

    private Decision timeout(SessionKey key, int seconds) {
        if (seconds < 0) {
            return Decision.xaRefused(
                    XAException.XAER_INVAL, "the timeout is " + seconds + " s; give 0 or more");
        }
        if (state.connections.session(key) == null) {
            return Decision.xaRefused(XAException.XAER_RMFAIL, key + " is not open");
        }
        return Decision.done(new Volatile.TimeoutSet(key, seconds));
    }

    private List<XidValue> inDoubt() {
        List<XidValue> xids = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            if (branch.xid != null
                    && (branch.state == BranchState.PREPARED
                            || branch.state == BranchState.HEURISTIC)) {
                xids.add(branch.xid);
            }
        }
        return xids;
    }

    /** Whether the queue of a send is gone, so that the branch cannot keep its promise. */
    static boolean lostQueue(Branch branch) {
        return branch.work.stream()
                .anyMatch(
                        item ->
                                item instanceof Work.Sent
                                        && item.reference().state() == ReferenceState.GONE);
    }

    private boolean endedBefore(XidValue xid, boolean committed) {
        CompletedBranches.Outcome outcome = state.branches.completed().outcome(xid);
        return outcome != null && outcome.committed() == committed;
    }

    private static List<Change> rollingBack(Branch branch, long nowMs) {
        boolean journaled = branch.recordCount > 0 || branch.state == BranchState.PREPARED;
        return List.of(new BranchRolledBack(branch.tx, branch.xid, nowMs, journaled));
    }

    private static Decision undo(Branch branch, long nowMs, String reason) {
        return new Decision(
                rollingBack(branch, nowMs),
                new Result.XaRefused(
                        XAException.XA_RBROLLBACK,
                        branch.describe() + " was rolled back: " + reason),
                Wait.NOTHING);
    }

    private static Transition ofResource(XaCall call, Session session, @Nullable Branch branch) {
        Branch.Tie tie = branch == null ? null : branch.ties.get(session.key);
        Situation situation =
                Situation.ofResource(
                        call,
                        branch != null && session.associated == branch,
                        session.associated != null && session.associated != branch,
                        tie == Branch.Tie.SUSPENDED,
                        branch != null && branch.ended.contains(session.key),
                        session.local != null);
        return TransitionTable.of(call, situation, stateOf(branch));
    }

    private static Transition ofBranch(XaCall call, @Nullable Branch branch) {
        boolean open = branch != null && !branch.ties.isEmpty();
        return TransitionTable.of(call, open ? Situation.OPEN : Situation.CLOSED, stateOf(branch));
    }

    private static BranchState stateOf(@Nullable Branch branch) {
        return branch == null ? BranchState.UNKNOWN : branch.state;
    }

    private static Decision refused(
            Transition transition, XaCall call, XidValue xid, @Nullable Branch branch) {
        return after(List.of(), transition, call, xid, branch);
    }

    /** The changes, and the code of the transition as the answer. */
    private static Decision after(
            List<Change> changes,
            Transition transition,
            XaCall call,
            XidValue xid,
            @Nullable Branch branch) {
        int code = code(transition.code(), branch);
        Result result =
                code == XAResource.XA_OK
                        ? Result.Done.DONE
                        : new Result.XaRefused(code, describe(call, xid, branch, code));
        return new Decision(changes, result, Wait.NOTHING);
    }

    private static int code(int code, @Nullable Branch branch) {
        if (branch != null && code == TransitionTable.ROLLED_BACK && branch.timedOut) {
            return XAException.XA_RBTIMEOUT;
        }
        if (branch != null && code == TransitionTable.HEURISTIC_OUTCOME) {
            return branch.decidedCommit ? XAException.XA_HEURCOM : XAException.XA_HEURRB;
        }
        return code;
    }

    private static String describe(XaCall call, XidValue xid, @Nullable Branch branch, int code) {
        String text =
                call
                        + " of branch "
                        + xid
                        + " in state "
                        + stateOf(branch)
                        + ": "
                        + XaErrors.name(code);
        return branch == null || branch.failure == null ? text : text + ", " + branch.failure;
    }
}
