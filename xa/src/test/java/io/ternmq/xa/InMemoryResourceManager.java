package io.ternmq.xa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A resource manager that keeps branches and forgets them with the process: the transition table
 * with the least around it that can act.
 */
final class InMemoryResourceManager {

    private static final class Branch {
        BranchState state = BranchState.ACTIVE;
        boolean timedOut;
        int heuristic;
        final Set<Session> associated = new HashSet<>();
        final Set<Session> suspended = new HashSet<>();
        final Set<Session> ended = new HashSet<>();

        boolean open() {
            return !associated.isEmpty() || !suspended.isEmpty();
        }
    }

    private final UUID id = UUID.randomUUID();
    private final Map<XidValue, Branch> branches = new HashMap<>();

    Session open() {
        return new Session();
    }

    BranchState state(XidValue xid) {
        Branch branch = branches.get(xid);
        return branch == null ? BranchState.UNKNOWN : branch.state;
    }

    void timeOut(XidValue xid) {
        Branch branch = branches.get(xid);
        branch.state = BranchState.ROLLBACK_ONLY;
        branch.timedOut = true;
    }

    void decideHeuristically(XidValue xid, int outcome) {
        Branch branch = branches.get(xid);
        branch.state = BranchState.HEURISTIC;
        branch.heuristic = outcome;
    }

    /** One session's way in. */
    final class Session implements XaChannel {

        boolean localWork;
        int vote = XAResource.XA_OK;
        @Nullable Exception fault;
        int timeoutSeconds;

        @Override
        public UUID resourceManagerId() {
            return id;
        }

        @Override
        public void start(XidValue xid, int flags) throws XAException {
            onSession(XaCall.ofStart(flags), xid);
        }

        @Override
        public void end(XidValue xid, int flags) throws XAException {
            onSession(XaCall.ofEnd(flags), xid);
        }

        @Override
        public int prepare(XidValue xid) throws XAException {
            onBranch(XaCall.PREPARE, xid);
            return vote;
        }

        @Override
        public void commit(XidValue xid, boolean onePhase) throws XAException {
            onBranch(XaCall.ofCommit(onePhase), xid);
        }

        @Override
        public void rollback(XidValue xid) throws XAException {
            onBranch(XaCall.ROLLBACK, xid);
        }

        @Override
        public void forget(XidValue xid) throws XAException {
            onBranch(XaCall.FORGET, xid);
        }

        @Override
        public List<XidValue> recover() throws XAException {
            fail();
            List<XidValue> inDoubt = new ArrayList<>();
            branches.forEach(
                    (xid, branch) -> {
                        if (branch.state == BranchState.PREPARED
                                || branch.state == BranchState.HEURISTIC) {
                            inDoubt.add(xid);
                        }
                    });
            return inDoubt;
        }

        @Override
        public void transactionTimeout(int seconds) throws XAException {
            fail();
            timeoutSeconds = seconds;
        }

        /** Whatever is wrong with this session's way to the branches. */
        private void fail() throws XAException {
            if (fault instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (fault instanceof XAException checked) {
                throw checked;
            }
        }

        private void onSession(XaCall call, XidValue xid) throws XAException {
            fail();
            Branch branch = branches.get(xid);
            boolean here = branch != null && branch.associated.contains(this);
            boolean anywhere =
                    branches.values().stream().anyMatch(b -> b.associated.contains(this));
            Situation situation =
                    Situation.ofResource(
                            call,
                            here,
                            anywhere && !here,
                            branch != null && branch.suspended.contains(this),
                            branch != null && branch.ended.contains(this),
                            localWork);
            act(call, situation, xid);
        }

        private void onBranch(XaCall call, XidValue xid) throws XAException {
            fail();
            Branch branch = branches.get(xid);
            act(call, Situation.ofBranch(branch != null && branch.open()), xid);
        }

        private void act(XaCall call, Situation situation, XidValue xid) throws XAException {
            Transition transition = TransitionTable.of(call, situation, state(xid));
            Branch branch = branches.get(xid);
            switch (transition.effect()) {
                case NONE -> {}
                case BEGIN, ASSOCIATE -> {
                    Branch joined = branches.computeIfAbsent(xid, x -> new Branch());
                    joined.state = BranchState.ACTIVE;
                    joined.suspended.remove(this);
                    joined.associated.add(this);
                }
                case SUSPEND -> {
                    branch.associated.remove(this);
                    branch.suspended.add(this);
                }
                case DISSOCIATE, DISSOCIATE_FAIL -> {
                    branch.associated.remove(this);
                    branch.suspended.remove(this);
                    branch.ended.add(this);
                    if (transition.effect() == Transition.Effect.DISSOCIATE_FAIL) {
                        branch.state = BranchState.ROLLBACK_ONLY;
                    } else if (!branch.open()) {
                        branch.state = BranchState.IDLE;
                    }
                }
                case PREPARE -> branch.state = BranchState.PREPARED;
                case COMMIT, ROLLBACK, FORGET -> branches.remove(xid);
            }
            if (transition.code() != XAResource.XA_OK) {
                throw XaErrors.exception(code(transition.code(), branch), call + " of " + xid);
            }
        }

        private int code(int code, Branch branch) {
            if (code == TransitionTable.ROLLED_BACK && branch.timedOut) {
                return XAException.XA_RBTIMEOUT;
            }
            return code == TransitionTable.HEURISTIC_OUTCOME ? branch.heuristic : code;
        }
    }
}
