package io.ternmq.xa;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * The XAResource of a session: checks what a transaction manager gives, and carries its calls over
 * the channel to the broker, which holds all state of associations and branches.
 *
 * <p>Threadsafe; belongs to no thread, and start and end may come from different ones. Every call
 * but {@link #isSameRM}, {@link #getTransactionTimeout} and {@link #recover} without TMSTARTRSCAN
 * waits for the broker.
 *
 * <p>Throws nothing but XAException, never with error code 0. Whatever else goes wrong on the way
 * is XAER_RMFAIL and not XAER_RMERR: the latter would claim that the branch was rolled back, which
 * nobody knows when the answer is missing.
 */
public final class TernXAResource implements XAResource {

    private static final Logger LOG = System.getLogger(TernXAResource.class.getName());

    private static final int SCAN_FLAGS = TMSTARTRSCAN | TMENDRSCAN;

    private final XaChannel channel;
    private volatile int timeoutSeconds;

    /**
     * @param channel reaches the broker for the session whose work the branches hold
     */
    public TernXAResource(XaChannel channel) {
        this.channel = channel;
    }

    /**
     * Associates the session with a branch.
     *
     * @param flags TMNOFLAGS, TMJOIN or TMRESUME; else XAER_INVAL
     */
    @Override
    public void start(@Nullable Xid xid, int flags) throws XAException {
        XaCall.ofStart(flags);
        XidValue value = XidValue.copyOf(xid);
        run("start", () -> channel.start(value, flags));
    }

    /**
     * Ends or suspends the association with a branch.
     *
     * @param flags TMSUCCESS, TMFAIL or TMSUSPEND; else XAER_INVAL
     */
    @Override
    public void end(@Nullable Xid xid, int flags) throws XAException {
        XaCall.ofEnd(flags);
        XidValue value = XidValue.copyOf(xid);
        run("end", () -> channel.end(value, flags));
    }

    /**
     * @return XA_OK or XA_RDONLY
     */
    @Override
    public int prepare(@Nullable Xid xid) throws XAException {
        XidValue value = XidValue.copyOf(xid);
        int vote = call("prepare", () -> channel.prepare(value));
        if (vote != XA_OK && vote != XA_RDONLY) {
            throw XaErrors.exception(
                    XAException.XAER_RMFAIL,
                    "the broker voted " + vote + " for " + value + ", which is no vote");
        }
        return vote;
    }

    @Override
    public void commit(@Nullable Xid xid, boolean onePhase) throws XAException {
        XidValue value = XidValue.copyOf(xid);
        run("commit", () -> channel.commit(value, onePhase));
    }

    @Override
    public void rollback(@Nullable Xid xid) throws XAException {
        XidValue value = XidValue.copyOf(xid);
        run("rollback", () -> channel.rollback(value));
    }

    @Override
    public void forget(@Nullable Xid xid) throws XAException {
        XidValue value = XidValue.copyOf(xid);
        run("forget", () -> channel.forget(value));
    }

    /**
     * All prepared and heuristically completed branches of the broker, whoever prepared them.
     *
     * @param flags with TMSTARTRSCAN: the complete list, at once. TMENDRSCAN or TMNOFLAGS alone:
     *     none, since the list was complete before. Any other bit: XAER_INVAL
     * @return never null
     */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~SCAN_FLAGS) != 0) {
            throw XaErrors.exception(
                    XAException.XAER_INVAL,
                    "recover has the flags 0x"
                            + Integer.toHexString(flags)
                            + "; give TMSTARTRSCAN, TMENDRSCAN, both, or TMNOFLAGS");
        }
        if ((flags & TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        return call("recover", () -> channel.recover().toArray(new Xid[0]));
    }

    /**
     * Whether the other reaches the same broker journal, also when a transaction manager or a
     * container has wrapped it. Asks no broker, and is false for whatever it does not know.
     */
    @Override
    public boolean isSameRM(@Nullable XAResource other) throws XAException {
        if (other == this) {
            return true;
        }
        TernXAResource that = Wrappers.find(TernXAResource.class, other);
        return that != null
                && call(
                        "isSameRM",
                        () -> channel.resourceManagerId().equals(that.channel.resourceManagerId()));
    }

    /**
     * Sets the timeout of branches that are begun later through this resource.
     *
     * @param seconds 0 for the broker's default; negative: XAER_INVAL
     * @return true
     */
    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaErrors.exception(
                    XAException.XAER_INVAL,
                    "the transaction timeout is "
                            + seconds
                            + " s; give 0 for the default, or a positive number");
        }
        run("setTransactionTimeout", () -> channel.transactionTimeout(seconds));
        timeoutSeconds = seconds;
        return true;
    }

    /** What was set, in seconds; 0 if nothing was. */
    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }

    /** Names the resource in a transaction manager's log. */
    @Override
    public String toString() {
        return "TernXAResource@" + Integer.toHexString(System.identityHashCode(this));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws XAException;
    }

    @FunctionalInterface
    private interface Order {
        void give() throws XAException;
    }

    private static void run(String name, Order order) throws XAException {
        call(
                name,
                () -> {
                    order.give();
                    return true;
                });
    }

    private static <T> T call(String name, Question<T> question) throws XAException {
        try {
            return question.ask();
        } catch (XAException e) {
            if (e.errorCode == XA_OK) {
                throw failed(name, e);
            }
            throw e;
        } catch (RuntimeException e) {
            throw failed(name, e);
        }
    }

    private static XAException failed(String name, Exception cause) {
        LOG.log(Level.ERROR, "TERN0200 XAResource." + name + " failed; answering RMFAIL", cause);
        return XaErrors.exception(
                XAException.XAER_RMFAIL,
                name + " failed, and its outcome is unknown: " + cause,
                cause);
    }
}
