package io.ternmq.ra.recovery;

import io.ternmq.jms.TernConnection;
import io.ternmq.ra.link.BrokerLogin;
import io.ternmq.xa.FailedXAResource;
import jakarta.jms.JMSException;
import java.util.function.BooleanSupplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * An XAResource for recovery on a connection of its own, which is made at the first call and again
 * after a loss.
 *
 * <p>While the broker cannot be reached every call answers XAER_RMFAIL: "nobody answers" must never
 * look like "nothing is in doubt". Threadsafe; not serializable, so that a transaction manager asks
 * for it again instead of reviving a dead copy.
 */
public final class RecoveryResource implements XAResource, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RecoveryResource.class.getName());

    private final BrokerLogin login;
    private final BooleanSupplier brokerOpen;
    private @Nullable TernConnection connection;
    private @Nullable XAResource connected;
    private boolean reported;
    private boolean closed;

    /**
     * @param brokerOpen whether connecting would not wait for a replay
     */
    RecoveryResource(BrokerLogin login, BooleanSupplier brokerOpen) {
        this.login = login;
        this.brokerOpen = brokerOpen;
    }

    private synchronized XAResource broker() {
        TernConnection open = connection;
        XAResource resource = connected;
        if (open != null && resource != null && open.isAlive()) {
            return resource;
        }
        dropConnection();
        if (closed || !brokerOpen.getAsBoolean()) {
            return new FailedXAResource(
                    "the broker at " + login + (closed ? " was let go" : " is not open yet"), null);
        }
        try {
            TernConnection made = login.connect();
            connection = made;
            XAResource fresh = made.createXASession().getXAResource();
            connected = fresh;
            reported = false;
            return fresh;
        } catch (JMSException | RuntimeException e) {
            dropConnection();
            LOG.log(
                    reported ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "TERN0440 recovery cannot reach the broker at "
                            + login
                            + ": "
                            + e.getMessage()
                            + "; in-doubt transactions stay in doubt until it can",
                    e);
            reported = true;
            return new FailedXAResource(
                    "the broker at " + login + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private void dropConnection() {
        TernConnection open = connection;
        connection = null;
        connected = null;
        if (open != null) {
            try {
                open.close();
            } catch (JMSException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "TERN0441 a recovery connection was gone before it was closed",
                        e);
            }
        }
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return broker().recover(flags);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        broker().commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        broker().rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        broker().forget(xid);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return broker().prepare(xid);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        broker().start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        broker().end(xid, flags);
    }

    /** Asks no broker: a resource that is not connected is the same only as itself. */
    @Override
    public boolean isSameRM(@Nullable XAResource other) throws XAException {
        XAResource mine = getResource();
        return other == this || (mine != null && mine.isSameRM(other));
    }

    /** The resource behind this one, for those who look through wrappers; null if unconnected. */
    public synchronized @Nullable XAResource getResource() {
        return connected;
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return broker().getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return broker().setTransactionTimeout(seconds);
    }

    @Override
    public synchronized void close() {
        closed = true;
        dropConnection();
    }

    @Override
    public String toString() {
        return "recovery of " + login;
    }
}
