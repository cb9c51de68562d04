package io.ternmq.ra.outbound;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * What an application has in its hands instead of a connection. Closing it gives the pooled
 * connection back; the container may move it to another one. Refuses what Jakarta Messaging 3.1
 * forbids in 12.2. Threadsafe as a connection is.
 */
public final class ConnectionHandle implements QueueConnection, TopicConnection {

    private record Origin(
            ManagedConnectionFactory factory, ConnectionManager pool, Credentials credentials) {}

    private final Object lock = new Object();
    private volatile @Nullable TernManagedConnection target;
    private volatile boolean closed;
    private volatile boolean started;
    private volatile @Nullable Origin origin;
    private @Nullable SessionHandle session;

    ConnectionHandle(TernManagedConnection target) {
        this.target = target;
    }

    /** How to get a connection again after the container has taken this one away. */
    void cameFrom(
            ManagedConnectionFactory factory, ConnectionManager pool, Credentials credentials) {
        origin = new Origin(factory, pool, credentials);
    }

    /** The pooled connection behind this handle. */
    TernManagedConnection target() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the connection is closed; take another");
        }
        TernManagedConnection present = target;
        if (present == null) {
            associateAgain();
            present = target;
        }
        if (present == null) {
            throw new IllegalStateException(
                    "the container took the connection away from this handle; take another");
        }
        return present;
    }

    private void associateAgain() throws JMSException {
        Origin from = origin;
        if (from != null && from.pool() instanceof LazyAssociatableConnectionManager lazy) {
            try {
                lazy.associateConnection(this, from.factory(), from.credentials());
            } catch (ResourceException e) {
                throw new jakarta.jms.ResourceAllocationException(
                        "no connection for this handle: " + e.getMessage(), null, e);
            }
        }
    }

    /** The container moves the handle to another connection. */
    void attach(TernManagedConnection next) throws ResourceException {
        TernManagedConnection before = target;
        if (before == next) {
            return;
        }
        unbind();
        if (before != null) {
            before.detached(this);
        }
        target = next;
        if (started) {
            try {
                next.start();
            } catch (JMSException e) {
                throw new ResourceException("the connection did not start", e);
            }
        }
    }

    /** The container takes the connection away for the time being. */
    void detach() {
        unbind();
        target = null;
    }

    /** The container takes the connection away for good. */
    void invalidate() {
        closed = true;
        unbind();
        target = null;
    }

    private void unbind() {
        synchronized (lock) {
            if (session != null) {
                session.unbind();
            }
        }
    }

    @Override
    public SessionHandle createSession(int sessionMode) throws JMSException {
        return create(SessionHandle.Domain.BOTH, sessionMode);
    }

    private SessionHandle create(SessionHandle.Domain domain, int mode) throws JMSException {
        target();
        synchronized (lock) {
            if (session != null) {
                throw Forbidden.call(
                        "a second open session of one connection",
                        "close the first session or take another connection");
            }
            SessionHandle made = new SessionHandle(this, domain, mode);
            session = made;
            return made;
        }
    }

    void closed(SessionHandle ended) {
        synchronized (lock) {
            if (session == ended) {
                session = null;
            }
        }
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(transacted ? Session.SESSION_TRANSACTED : acknowledgeMode);
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
            throws JMSException {
        return create(
                SessionHandle.Domain.QUEUES,
                transacted ? Session.SESSION_TRANSACTED : acknowledgeMode);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
            throws JMSException {
        return create(
                SessionHandle.Domain.TOPICS,
                transacted ? Session.SESSION_TRANSACTED : acknowledgeMode);
    }

    @Override
    public String getClientID() throws JMSException {
        return target().physical().getClientID();
    }

    @Override
    public void setClientID(String clientId) throws JMSException {
        throw Forbidden.call("setClientID", "set clientId on the connection factory");
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        return target().physical().getMetaData();
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() throws JMSException {
        target();
        return null;
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        throw Forbidden.call(
                "setExceptionListener", "the container watches connections and replaces lost ones");
    }

    @Override
    public void start() throws JMSException {
        target().start();
        started = true;
    }

    @Override
    public void stop() throws JMSException {
        throw Forbidden.call("Connection.stop", "close the consumer instead");
    }

    @Override
    public void close() {
        TernManagedConnection present = target;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (session != null) {
                session.unbind();
                session = null;
            }
        }
        target = null;
        if (present != null) {
            present.closed(this);
        }
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumer();
    }

    private static JMSException connectionConsumer() {
        return Forbidden.call("a connection consumer", "use a message-driven bean");
    }
}
