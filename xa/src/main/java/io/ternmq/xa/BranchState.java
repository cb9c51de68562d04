package io.ternmq.xa;

/** Where a branch stands, broker-wide: S0 to S5. */
public enum BranchState {
    /** S0: no such branch. */
    UNKNOWN,
    /** S1: at least one association is open, active or suspended. */
    ACTIVE,
    /** S2: all associations have ended, nothing was voted. */
    IDLE,
    /** S3: voted yes; waits for the manager's decision and for nothing else. */
    PREPARED,
    /** S4: can only be rolled back. */
    ROLLBACK_ONLY,
    /** S5: an administrator decided; remembered until forget. */
    HEURISTIC
}
