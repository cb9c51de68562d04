package io.ternmq.ra.recovery;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.jboss.tm.XAResourceWrapper;

/**
 * A resource that tells WildFly its name. Loaded only where the server has the interface, see
 * {@link NamedResource}.
 *
 * <p>A class and not a {@code java.lang.reflect.Proxy}: every proxy is Serializable, and the
 * transaction manager would then write the resource itself into its log, and fail.
 *
 * <p>Threadsafe as far as the resource is.
 */
final class JBossNamedResource implements XAResourceWrapper {

    private final XAResource resource;

    JBossNamedResource(XAResource resource) {
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
    public void start(Xid xid, int flags) throws XAException {
        resource.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        resource.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return resource.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        resource.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        resource.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return resource.recover(flag);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return resource.isSameRM(other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }
}
