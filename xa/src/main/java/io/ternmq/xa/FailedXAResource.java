package io.ternmq.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a broker that cannot be reached, during recovery: answers every call with
 * XAER_RMFAIL, so that "unreachable" never looks like "nothing in doubt", which an empty list
 * would.
 *
 * <p>Immutable and threadsafe; waits for nothing.
 */
public final class FailedXAResource implements XAResource {

    private final String reason;
    private final @Nullable Throwable cause;

    /**
     * @param reason why the broker cannot be reached, with its address and the remedy
     */
    public FailedXAResource(String reason, @Nullable Throwable cause) {
        this.reason = reason;
        this.cause = cause;
    }

    @Override
    public void start(@Nullable Xid xid, int flags) throws XAException {
        throw failure();
    }

    @Override
    public void end(@Nullable Xid xid, int flags) throws XAException {
        throw failure();
    }

    @Override
    public int prepare(@Nullable Xid xid) throws XAException {
        throw failure();
    }

    @Override
    public void commit(@Nullable Xid xid, boolean onePhase) throws XAException {
        throw failure();
    }

    @Override
    public void rollback(@Nullable Xid xid) throws XAException {
        throw failure();
    }

    @Override
    public void forget(@Nullable Xid xid) throws XAException {
        throw failure();
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        throw failure();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        throw failure();
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        throw failure();
    }

    /** Only of itself: nobody knows which broker this would have reached. */
    @Override
    public boolean isSameRM(@Nullable XAResource other) {
        return other == this;
    }

    @Override
    public String toString() {
        return "FailedXAResource[" + reason + "]";
    }

    // A new one each time: the stack trace tells which call it was.
    private XAException failure() {
        return cause == null
                ? XaErrors.exception(XAException.XAER_RMFAIL, reason)
                : XaErrors.exception(XAException.XAER_RMFAIL, reason, cause);
    }
}
