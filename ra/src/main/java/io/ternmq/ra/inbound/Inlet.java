package io.ternmq.ra.inbound;

import io.ternmq.jms.TernConnection;
import io.ternmq.jms.TernMessageConsumer;
import io.ternmq.ra.recovery.NamedResource;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Where messages come in: one session of the broker with one consumer on it. Used by one thread at
 * a time; its listener is called on foreign threads.
 */
final class Inlet {

    private static final System.Logger LOG = System.getLogger(Inlet.class.getName());

    private final Session session;
    private final TernMessageConsumer consumer;
    private final @Nullable XAResource resource;

    private Inlet(Session session, TernMessageConsumer consumer, @Nullable XAResource resource) {
        this.session = session;
        this.consumer = consumer;
        this.resource = resource;
    }

    /**
     * Opens a session and a consumer.
     *
     * @param transacted whether messages are taken inside branches of a transaction manager
     * @param onAvailable called when a message arrived
     */
    static Inlet open(
            TernConnection connection,
            EndpointSettings settings,
            boolean transacted,
            Runnable onAvailable)
            throws JMSException {
        Session session;
        XAResource resource = null;
        if (transacted) {
            XASession xaSession = connection.createXASession();
            session = xaSession;
            resource = NamedResource.of(xaSession.getXAResource());
        } else {
            session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        }
        try {
            if (resource != null && settings.transactionTimeoutSeconds() > 0) {
                resource.setTransactionTimeout(settings.transactionTimeoutSeconds());
            }
            TernMessageConsumer consumer =
                    (TernMessageConsumer) session.createConsumer(settings.destination());
            consumer.setAvailabilityListener(onAvailable);
            return new Inlet(session, consumer, resource);
        } catch (XAException e) {
            session.close();
            JMSException refused = new JMSException("the branch timeout was refused: " + e);
            refused.initCause(e);
            throw refused;
        } catch (JMSException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The resource to enlist; null if the inlet is not transacted. */
    @Nullable XAResource resource() {
        return resource;
    }

    /** Whether a message waits here. */
    boolean hasMessage() throws JMSException {
        return consumer.awaitAvailable(0);
    }

    /** The next message, or null; acknowledged inside the branch that is associated now, if any. */
    @Nullable Message take() throws JMSException {
        return consumer.receiveBuffered();
    }

    /** The messages taken since the last time count as consumed. Only without transactions. */
    void acknowledge(Message message) throws JMSException {
        message.acknowledge();
    }

    /** The messages taken and not acknowledged are delivered again. Only without transactions. */
    void giveBack() throws JMSException {
        session.recover();
    }

    /** Closes consumer and session; what was not taken goes back to the broker, uncounted. */
    void close() {
        try {
            session.close();
        } catch (JMSException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "TERN0424 a session of an endpoint was gone before it was closed",
                    e);
        }
    }
}
