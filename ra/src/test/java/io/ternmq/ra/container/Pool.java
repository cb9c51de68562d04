package io.ternmq.ra.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.transaction.xa.XAException;

/** A pool that matches, enlists in the caller's transaction, and cleans up what comes back. */
public final class Pool implements ConnectionManager, ConnectionEventListener {

    private static final long serialVersionUID = 1L;

    public final transient Set<ManagedConnection> idle = new LinkedHashSet<>();
    public final transient List<ManagedConnection> all = new ArrayList<>();
    public final transient List<Exception> losses = new ArrayList<>();
    private final transient ScriptedTransactions transactions;

    public Pool(ScriptedTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        ManagedConnection connection = factory.matchManagedConnections(idle, null, info);
        if (connection == null) {
            connection = factory.createManagedConnection(null, info);
            connection.addConnectionEventListener(this);
            all.add(connection);
        }
        idle.remove(connection);
        if (transactions.getTransactionKey() != null) {
            try {
                transactions.enlist(connection.getXAResource());
            } catch (XAException e) {
                throw new ResourceException("enlist: " + e.errorCode, e);
            }
        }
        return connection.getConnection(null, info);
    }

    @Override
    public void connectionClosed(ConnectionEvent event) {
        ManagedConnection connection = (ManagedConnection) event.getSource();
        if (transactions.getTransactionKey() != null) {
            return;
        }
        try {
            connection.cleanup();
            idle.add(connection);
        } catch (ResourceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
        losses.add(event.getException());
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
        throw new IllegalStateException("no application started a local transaction");
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
        throw new IllegalStateException("no application started a local transaction");
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
        throw new IllegalStateException("no application started a local transaction");
    }

    public void destroyAll() throws ResourceException {
        for (ManagedConnection connection : all) {
            connection.destroy();
        }
    }
}
