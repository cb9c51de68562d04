package io.ternmq.jms;

import io.ternmq.wire.SessionMode;
import io.ternmq.xa.TernXAResource;
import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.TopicSession;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/**
 * A session whose work belongs to the branch that its XAResource is associated with.
 *
 * <p>Without a branch sends and receives are refused, unless the factory is managed by a container:
 * then they are done at once, each on its own.
 */
public final class TernXaSession extends TernSession implements XAQueueSession, XATopicSession {

    private final TernXAResource resource;

    TernXaSession(TernConnection connection, Domain domain) throws JMSException {
        super(connection, SessionMode.XA, domain);
        resource = new TernXAResource((XaFrames) scope());
    }

    /** Always the same one; it works on after the session is closed, for what is in doubt. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public TernXaSession getSession() throws JMSException {
        checkOpen();
        return this;
    }

    @Override
    public QueueSession getQueueSession() throws JMSException {
        return getSession();
    }

    @Override
    public TopicSession getTopicSession() throws JMSException {
        return getSession();
    }

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return true;
    }

    @Override
    public void commit() throws JMSException {
        throw managerDecides("commit");
    }

    @Override
    public void rollback() throws JMSException {
        throw managerDecides("rollback");
    }

    private JMSException managerDecides(String call) throws JMSException {
        checkOpen();
        return new TransactionInProgressException(
                call
                        + "() is not allowed on an XA session: its transaction manager decides; call"
                        + " it there");
    }
}
