package io.ternmq.ra.recovery;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A resource with the name that WildFly asks for. Passes every call on; as threadsafe as the
 * resource.
 *
 * <p>A class of its own and not a dynamic proxy, for every proxy is Serializable, and a transaction
 * manager writes what is Serializable into its log. Loaded only where the server has the interface.
 */
final class WildFlyResource implements XAResourceWrapper {

    private final XAResource resource;

    WildFlyResource(XAResource resource) {
        this.resource = resource;
    }

    @Override
    public XAResource getResource() {
        return resource;
    }

    @Override
    public String getProductName() {
        return "TernMQ";
    }

    @Override
    public String getProductVersion() {
        return "3.1";
    }

    @Override
    public String getJndiName() {
        return NamedResource.JNDI_NAME;
    }

    @Override
    public void start(@Nullable Xid xid, int flags) throws XAException {
        resource.start(xid, flags);
    }

    @Override
    public void end(@Nullable Xid xid, int flags) throws XAException {
        resource.end(xid, flags);
    }

    @Override
    public int prepare(@Nullable Xid xid) throws XAException {
        return resource.prepare(xid);
    }

    @Override
    public void commit(@Nullable Xid xid, boolean onePhase) throws XAException {
        resource.commit(xid, onePhase);
    }

    @Override
    public void rollback(@Nullable Xid xid) throws XAException {
        resource.rollback(xid);
    }

    @Override
    public void forget(@Nullable Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return resource.recover(flags);
    }

    @Override
    public boolean isSameRM(@Nullable XAResource other) throws XAException {
        return resource.isSameRM(other);
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }
}
