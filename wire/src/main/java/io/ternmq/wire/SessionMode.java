package io.ternmq.wire;

/** How a session acknowledges what it consumes. */
public enum SessionMode {
    AUTO,
    CLIENT,
    DUPS_OK,
    /** A local transaction is always open; see {@link Request.Commit}. */
    TRANSACTED,
    /** Work belongs to the branch that the session is associated with at that moment. */
    XA
}
