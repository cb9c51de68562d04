package io.ternmq.ra.outbound;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import java.io.Serializable;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The connection factory that a container binds in JNDI: takes connections from the container's
 * pool and gives out handles of them. Threadsafe.
 */
public final class HandleFactory
        implements ConnectionFactory,
                QueueConnectionFactory,
                TopicConnectionFactory,
                Referenceable,
                Serializable {

    private static final long serialVersionUID = 1L;

    private final ManagedConnectionFactory factory;
    private final ConnectionManager pool;
    private @Nullable Reference reference;

    public HandleFactory(ManagedConnectionFactory factory, ConnectionManager pool) {
        this.factory = factory;
        this.pool = pool;
    }

    /** The factory behind this one. */
    public ManagedConnectionFactory connectionFactory() {
        return factory;
    }

    private ConnectionHandle allocate(Credentials credentials) throws JMSException {
        try {
            ConnectionHandle handle =
                    (ConnectionHandle) pool.allocateConnection(factory, credentials);
            handle.cameFrom(factory, pool, credentials);
            return handle;
        } catch (ResourceException e) {
            throw refused(e);
        }
    }

    /** The container wraps what the adapter threw; what the application can act on is inside. */
    private static JMSException refused(ResourceException e) {
        String text = "no connection: " + e.getMessage();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SecurityException || cause instanceof JMSSecurityException) {
                return new JMSSecurityException(text, null, e);
            }
        }
        return new ResourceAllocationException(text, null, e);
    }

    @Override
    public QueueConnection createConnection() throws JMSException {
        return allocate(Credentials.DEFAULT);
    }

    @Override
    public QueueConnection createConnection(@Nullable String user, @Nullable String password)
            throws JMSException {
        return allocate(new Credentials(user, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return allocate(Credentials.DEFAULT);
    }

    @Override
    public QueueConnection createQueueConnection(@Nullable String user, @Nullable String password)
            throws JMSException {
        return allocate(new Credentials(user, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return allocate(Credentials.DEFAULT);
    }

    @Override
    public TopicConnection createTopicConnection(@Nullable String user, @Nullable String password)
            throws JMSException {
        return allocate(new Credentials(user, password));
    }

    @Override
    public JMSContext createContext() {
        return context(Credentials.DEFAULT, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return context(Credentials.DEFAULT, sessionMode);
    }

    @Override
    public JMSContext createContext(@Nullable String user, @Nullable String password) {
        return context(new Credentials(user, password), JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(
            @Nullable String user, @Nullable String password, int sessionMode) {
        return context(new Credentials(user, password), sessionMode);
    }

    private JMSContext context(Credentials credentials, int sessionMode) {
        return Unchecked.get(
                () -> {
                    ConnectionHandle connection = allocate(credentials);
                    try {
                        return new ContextHandle(connection, connection.createSession(sessionMode));
                    } catch (JMSException | RuntimeException e) {
                        connection.close();
                        throw e;
                    }
                });
    }

    @Override
    public void setReference(@Nullable Reference reference) {
        this.reference = reference;
    }

    @Override
    public @Nullable Reference getReference() throws NamingException {
        return reference;
    }
}
