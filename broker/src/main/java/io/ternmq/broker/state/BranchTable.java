package io.ternmq.broker.state;

import io.ternmq.broker.record.Record.BranchCommitted;
import io.ternmq.broker.record.Record.BranchDecided;
import io.ternmq.broker.record.Record.BranchForgotten;
import io.ternmq.broker.record.Record.BranchKept;
import io.ternmq.broker.record.Record.BranchPrepared;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.Record.Progress;
import io.ternmq.broker.record.Volatile.Associated;
import io.ternmq.broker.record.Volatile.BranchBegun;
import io.ternmq.broker.record.Volatile.BranchDropped;
import io.ternmq.broker.record.Volatile.BranchFailed;
import io.ternmq.broker.record.Volatile.BranchTimedOut;
import io.ternmq.broker.record.Volatile.Dissociated;
import io.ternmq.broker.record.Volatile.Suspended;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open branches, by number and by Xid. Belongs to the state machine's thread. */
final class BranchTable {

    private final Map<Long, Branch> byTx = new LinkedHashMap<>();
    private final Map<XidValue, Branch> byXid = new HashMap<>();
    private final CompletedBranches completed;
    private long lastTx;

    BranchTable(CompletedBranches completed) {
        this.completed = completed;
    }

    Collection<Branch> branches() {
        return byTx.values();
    }

    CompletedBranches completed() {
        return completed;
    }

    @Nullable Branch branch(XidValue xid) {
        return byXid.get(xid);
    }

    @Nullable Branch branch(long tx) {
        return byTx.get(tx);
    }

    long nextTx() {
        return lastTx + 1;
    }

    long lastTx() {
        return lastTx;
    }

    /** What was restored had numbers up to this. */
    void raise(long tx) {
        lastTx = Math.max(lastTx, tx);
    }

    Branch existing(long tx) {
        Branch branch = byTx.get(tx);
        if (branch == null) {
            throw new IllegalStateException("no branch " + tx);
        }
        return branch;
    }

    /** The branch that a record belongs to; in replay the first record of a branch makes it. */
    Branch forRecord(long tx) {
        Branch branch = byTx.get(tx);
        if (branch == null) {
            branch = new Branch(tx, null);
            put(branch);
        }
        return branch;
    }

    void apply(BranchBegun change, Session session) {
        Branch branch = new Branch(change.tx(), change.xid());
        branch.createdMs = change.nowMs();
        branch.deadlineMs = change.deadlineMs();
        put(branch);
        if (change.xid() == null) {
            branch.session = session;
            session.local = branch;
        }
    }

    void apply(Associated change, Session session) {
        Branch branch = existing(change.tx());
        branch.ties.put(session.key, Branch.Tie.ACTIVE);
        branch.ended.remove(session.key);
        branch.state = BranchState.ACTIVE;
        session.associated = branch;
    }

    void apply(Suspended change, Session session) {
        existing(change.tx()).ties.put(session.key, Branch.Tie.SUSPENDED);
        session.associated = null;
    }

    void apply(Dissociated change, @Nullable Session session) {
        Branch branch = byTx.get(change.tx());
        if (branch != null) {
            branch.ties.remove(change.session());
            branch.ended.add(change.session());
            if (branch.ties.isEmpty() && branch.state == BranchState.ACTIVE) {
                branch.state = BranchState.IDLE;
            }
        }
        if (session != null && session.associated == branch) {
            session.associated = null;
        }
    }

    void apply(BranchFailed change) {
        Branch branch = existing(change.tx());
        branch.state = BranchState.ROLLBACK_ONLY;
        if (branch.failure == null) {
            branch.failure = change.reason();
        }
    }

    void apply(BranchDropped change) {
        drop(existing(change.tx()));
    }

    /** The branch can only be rolled back; it stays as a tombstone after its work was undone. */
    void apply(BranchTimedOut change) {
        Branch branch = existing(change.tx());
        branch.state = BranchState.ROLLBACK_ONLY;
        branch.timedOut = true;
        branch.failure = "it timed out";
        branch.deadlineMs = 0;
    }

    void apply(BranchPrepared record) {
        Branch branch = named(record.tx(), record.xid());
        branch.state = BranchState.PREPARED;
        branch.expectedRecords = record.recordCount();
        branch.createdMs = record.createdMs();
        branch.deadlineMs = 0;
    }

    void apply(BranchKept record) {
        if (record.xid() == null) {
            forRecord(record.tx());
            return;
        }
        Branch branch = named(record.tx(), record.xid());
        boolean prepared = record.progress() == Progress.PREPARED;
        branch.state = prepared ? BranchState.PREPARED : BranchState.HEURISTIC;
        branch.decidedCommit = record.progress() == Progress.DECIDED_COMMIT;
        branch.expectedRecords = record.recordCount();
        branch.createdMs = record.createdMs();
    }

    /** In replay the branch gets its Xid here, so the object is made anew around the same work. */
    Branch named(long tx, XidValue xid) {
        Branch known = byTx.get(tx);
        if (known != null && known.xid != null) {
            return known;
        }
        Branch named = new Branch(tx, xid);
        if (known != null) {
            known.work.forEach(named::add);
        }
        put(named);
        return named;
    }

    Branch apply(BranchCommitted record) {
        Branch branch = forRecord(record.tx());
        end(branch, record.journaled() ? record.xid() : null, true, record.timeMs());
        return branch;
    }

    Branch apply(BranchRolledBack record) {
        Branch branch = forRecord(record.tx());
        if (branch.timedOut && !branch.undone) {
            branch.undone = true;
            branch.recordCount = 0;
            remember(record.journaled() ? record.xid() : null, false, record.timeMs());
        } else {
            end(branch, record.journaled() ? record.xid() : null, false, record.timeMs());
        }
        return branch;
    }

    Branch apply(BranchDecided record) {
        Branch branch = existing(record.tx());
        branch.state = BranchState.HEURISTIC;
        branch.decidedCommit = record.committed();
        return branch;
    }

    void apply(BranchForgotten record) {
        drop(existing(record.tx()));
    }

    /** Ends a branch; its outcome is remembered if a restart would remember it too. */
    private void end(Branch branch, @Nullable XidValue xid, boolean committed, long timeMs) {
        drop(branch);
        remember(xid, committed, timeMs);
    }

    private void remember(@Nullable XidValue xid, boolean committed, long timeMs) {
        if (xid != null) {
            completed.add(xid, committed, timeMs);
        }
    }

    private void put(Branch branch) {
        byTx.put(branch.tx, branch);
        lastTx = Math.max(lastTx, branch.tx);
        if (branch.xid != null) {
            byXid.put(branch.xid, branch);
        }
    }

    private void drop(Branch branch) {
        byTx.remove(branch.tx);
        if (branch.xid != null) {
            byXid.remove(branch.xid, branch);
        }
    }
}
