package io.ternmq.xa;

/**
 * What a call finds besides the state of its branch.
 *
 * <p>For start and end it is said of the calling XAResource; for prepare, commit, rollback and
 * forget it is said of the branch.
 */
public enum Situation {
    /**
     * start, end: this XAResource has nothing to do with the Xid and is associated with none (T0).
     */
    FREE,
    /** start, end: this XAResource is associated with this Xid (T1). */
    ASSOCIATED_HERE,
    /** start, end: this XAResource is associated with another Xid (T1). */
    ASSOCIATED_ELSEWHERE,
    /** start, end: this XAResource has suspended this Xid (T2) and is associated with none. */
    SUSPENDED_HERE,
    /** start: local work is open on the session (XAER_OUTSIDE). */
    LOCAL_WORK,
    /** prepare, commit, rollback, forget: no association of the branch is open anywhere. */
    CLOSED,
    /** prepare, commit, rollback, forget: an association of the branch is open, T1 or T2. */
    OPEN
}
