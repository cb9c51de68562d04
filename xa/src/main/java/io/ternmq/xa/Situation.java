package io.ternmq.xa;

/**
 * What a call finds besides the state of its branch.
 *
 * <p>For start and end it is said of the calling XAResource; for prepare, commit, rollback and
 * forget it is said of the branch. {@link #ofResource} and {@link #ofBranch} choose the one that
 * counts when several are true.
 */
public enum Situation {
    /**
     * start, end: this XAResource has nothing to do with the Xid and is associated with none (T0).
     */
    FREE,
    /** start, end: this XAResource has ended its association with this Xid (T0 again). */
    ENDED_HERE,
    /** start, end: this XAResource is associated with this Xid (T1). */
    ASSOCIATED_HERE,
    /** start, end: this XAResource is associated with another Xid (T1). */
    ASSOCIATED_ELSEWHERE,
    /** start, end: this XAResource has suspended this Xid (T2) and is associated with none. */
    SUSPENDED_HERE,
    /**
     * start, end: this XAResource has suspended this Xid (T2) and is associated with another (T1).
     */
    SUSPENDED_HERE_BUSY,
    /** start: local work is open on the session (XAER_OUTSIDE). */
    LOCAL_WORK,
    /** prepare, commit, rollback, forget: no association of the branch is open anywhere. */
    CLOSED,
    /** prepare, commit, rollback, forget: an association of the branch is open, T1 or T2. */
    OPEN;

    /**
     * The situation of a start or an end.
     *
     * @param associatedHere the XAResource is associated with the Xid of the call
     * @param associatedElsewhere it is associated with another Xid
     * @param suspendedHere it has suspended the Xid of the call
     * @param endedHere it was associated with the Xid of the call once and ended that
     * @param localWork work outside any branch is open on its session
     */
    public static Situation ofResource(
            XaCall call,
            boolean associatedHere,
            boolean associatedElsewhere,
            boolean suspendedHere,
            boolean endedHere,
            boolean localWork) {
        if (associatedHere) {
            return ASSOCIATED_HERE;
        }
        if (suspendedHere && associatedElsewhere) {
            return SUSPENDED_HERE_BUSY;
        }
        if (localWork && call.isStart()) {
            return LOCAL_WORK;
        }
        if (suspendedHere) {
            return SUSPENDED_HERE;
        }
        // A second end asks about its own Xid, whatever the XAResource does now; a start does not.
        if (endedHere && (call.isEnd() || !associatedElsewhere)) {
            return ENDED_HERE;
        }
        return associatedElsewhere ? ASSOCIATED_ELSEWHERE : FREE;
    }

    /** The situation of prepare, commit, rollback or forget. */
    public static Situation ofBranch(boolean anyAssociationOpen) {
        return anyAssociationOpen ? OPEN : CLOSED;
    }

    /** Whether this can be found by that call; the others are answered with XAER_PROTO. */
    public boolean appliesTo(XaCall call) {
        return (this == CLOSED || this == OPEN) != (call.isStart() || call.isEnd());
    }
}
