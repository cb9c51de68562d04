package io.ternmq.ra.outbound;

import io.ternmq.jms.TernConnection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import org.jspecify.annotations.Nullable;

/**
 * The local transaction of a managed connection, for a container that demarcates by it instead of
 * by XA: a transacted session, opened at the first begin and kept. While the transaction is open
 * the handles' work goes to that session. Used by one thread at a time.
 */
final class LocalDemarcation implements LocalTransaction {

    private final TernConnection connection;
    private @Nullable Session session;
    private boolean open;

    LocalDemarcation(TernConnection connection) {
        this.connection = connection;
    }

    /** The session of the open transaction, or null. */
    @Nullable Session session() {
        return open ? session : null;
    }

    @Override
    public void begin() throws ResourceException {
        if (open) {
            throw new LocalTransactionException(
                    "a local transaction is open already; commit or roll it back first");
        }
        try {
            if (session == null) {
                session = connection.createSession(true, Session.SESSION_TRANSACTED);
            }
            open = true;
        } catch (JMSException e) {
            throw new LocalTransactionException("no local transaction: " + e.getMessage(), e);
        }
    }

    @Override
    public void commit() throws ResourceException {
        Session committing = ended("commit");
        try {
            committing.commit();
        } catch (JMSException e) {
            throw new LocalTransactionException("commit failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void rollback() throws ResourceException {
        Session rollingBack = ended("rollback");
        try {
            rollingBack.rollback();
        } catch (JMSException e) {
            throw new LocalTransactionException("rollback failed: " + e.getMessage(), e);
        }
    }

    private Session ended(String call) throws LocalTransactionException {
        Session ending = session();
        if (ending == null) {
            throw new LocalTransactionException(call + " without a local transaction; begin one");
        }
        open = false;
        return ending;
    }
}
