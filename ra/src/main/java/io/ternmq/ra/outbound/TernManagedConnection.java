package io.ternmq.ra.outbound;

import io.ternmq.jms.TernConnection;
import io.ternmq.ra.link.BrokerLogin;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the container's pool: one connection to the broker with one XA session, which
 * acknowledges by itself while no transaction is on it. Handles come and go; session and XAResource
 * stay.
 *
 * <p>Keeps identity equality (Connectors 2.1, section 19.4.1). Used by one thread at a time, but
 * for the loss of the connection, which a foreign thread reports.
 */
public final class TernManagedConnection
        implements ManagedConnection, DissociatableManagedConnection {

    private static final System.Logger LOG =
            System.getLogger(TernManagedConnection.class.getName());

    private final BrokerLogin login;
    private final TernConnection physical;
    private final XASession session;
    private final XAResource resource;
    private final JtaStatus jta;
    private final LocalDemarcation local;
    private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Unchecked.Action> temporaries = new ArrayList<>();
    private final AtomicBoolean lossReported = new AtomicBoolean();
    private boolean started;
    private @Nullable PrintWriter logWriter;

    private TernManagedConnection(
            BrokerLogin login, TernConnection physical, XASession session, JtaStatus jta) {
        this.login = login;
        this.physical = physical;
        this.session = session;
        this.resource = session.getXAResource();
        this.jta = jta;
        this.local = new LocalDemarcation(physical);
    }

    /**
     * Connects.
     *
     * @throws JMSException if the broker cannot be reached or refuses the user
     */
    public static TernManagedConnection open(BrokerLogin login, JtaStatus jta) throws JMSException {
        TernConnection physical = login.connect();
        try {
            TernManagedConnection made =
                    new TernManagedConnection(login, physical, physical.createXASession(), jta);
            physical.setExceptionListener(made::lost);
            return made;
        } catch (JMSException | RuntimeException e) {
            physical.close();
            throw e;
        }
    }

    /** Where this connection goes, and as whom. */
    public BrokerLogin login() {
        return login;
    }

    /**
     * Asks the broker.
     *
     * @return whether it answered
     */
    public boolean answers() {
        try {
            physical.ping();
            return physical.isAlive();
        } catch (JMSException e) {
            LOG.log(System.Logger.Level.DEBUG, "TERN0430 a pooled connection is dead", e);
            return false;
        }
    }

    TernConnection physical() {
        return physical;
    }

    JtaStatus jta() {
        return jta;
    }

    /** The session that work done now belongs to. */
    Session session() throws JMSException {
        if (!physical.isAlive()) {
            IllegalStateException gone =
                    new IllegalStateException(
                            "the connection to the broker at "
                                    + login
                                    + " is lost; close this one and take another");
            lost(gone);
            throw gone;
        }
        jta.requireUsable();
        Session transacted = local.session();
        return transacted == null ? session : transacted;
    }

    void start() throws JMSException {
        physical.start();
        started = true;
    }

    void remember(TemporaryQueue queue) {
        temporaries.add(queue::delete);
    }

    void remember(TemporaryTopic topic) {
        temporaries.add(topic::delete);
    }

    private void lost(JMSException reason) {
        if (lossReported.compareAndSet(false, true)) {
            ConnectionEvent event =
                    new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, reason);
            listeners.forEach(listener -> listener.connectionErrorOccurred(event));
        }
    }

    /** The application closed a handle. */
    void closed(ConnectionHandle handle) {
        if (handles.remove(handle)) {
            ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
            event.setConnectionHandle(handle);
            listeners.forEach(listener -> listener.connectionClosed(event));
        }
    }

    void detached(ConnectionHandle handle) {
        handles.remove(handle);
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        if (info instanceof Credentials given
                && subject == null
                && given.user() != null
                && !login.equals(login.as(given.user(), given.password()))) {
            throw new jakarta.resource.spi.SecurityException(
                    "this connection belongs to another user than "
                            + given.user()
                            + "; a connection keeps the user it was made for");
        }
        ConnectionHandle handle = new ConnectionHandle(this);
        handles.add(handle);
        return handle;
    }

    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new ResourceAdapterInternalException(
                    connection + " is no connection handle of this adapter");
        }
        handle.attach(this);
        handles.add(handle);
    }

    @Override
    public void dissociateConnections() {
        for (ConnectionHandle handle : handles) {
            handle.detach();
        }
        handles.clear();
    }

    @Override
    public void cleanup() throws ResourceException {
        for (ConnectionHandle handle : handles) {
            handle.invalidate();
        }
        handles.clear();
        if (local.session() != null) {
            local.rollback();
        }
        try {
            for (Unchecked.Action delete : temporaries) {
                delete.run();
            }
            temporaries.clear();
            if (started) {
                physical.stop();
                started = false;
            }
        } catch (JMSException e) {
            throw new CommException(
                    "the connection cannot go back to the pool: " + e.getMessage(), e);
        }
    }

    @Override
    public void destroy() throws ResourceException {
        lossReported.set(true);
        for (ConnectionHandle handle : handles) {
            handle.invalidate();
        }
        handles.clear();
        try {
            physical.close();
        } catch (JMSException e) {
            throw new CommException("the connection did not close: " + e.getMessage(), e);
        }
    }

    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return local;
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        return ConnectionFacts.of(physical, login);
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        this.logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }
}
