package io.ternmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A connection and a session behind one object; the session is opened when it is first needed, so
 * that a client id can be set before.
 *
 * <p>Used as a session is: by one thread at a time, {@link #close} and {@link #createContext}
 * excepted.
 */
class TernContext implements JMSContext {

    /** How this kind of context opens its session. */
    interface Opening {
        TernSession open(TernConnection connection) throws JMSException;
    }

    private final TernConnection connection;
    private final Opening opening;
    private @Nullable TernSession session;
    private @Nullable TernMessageProducer anonymous;
    private boolean autoStart = true;
    private boolean closed;

    TernContext(TernConnection connection, Opening opening) {
        this.connection = connection;
        this.opening = opening;
        connection.retain();
    }

    static JMSContext open(Failures.Call<TernConnection> connecting, int sessionMode) {
        return Failures.unchecked(
                () -> {
                    TernSession.modeOf(sessionMode);
                    return new TernContext(
                            connecting.run(), made -> made.createSession(sessionMode));
                });
    }

    /** The session; throws IllegalStateException if the context is closed. */
    final synchronized TernSession session() throws JMSException {
        checkOpen();
        TernSession open = session;
        if (open == null) {
            open = opening.open(connection);
            session = open;
        }
        return open;
    }

    /** Sends a message with a producer that serves any destination. */
    final void send(Destination to, Message message, Outgoing.Options options) throws JMSException {
        TernMessageProducer producer = anonymous;
        if (producer == null) {
            producer = session().createProducer(null);
            anonymous = producer;
        }
        producer.sendTo(to, message, options);
    }

    @Override
    public final JMSContext createContext(int sessionMode) {
        return Failures.unchecked(
                () -> {
                    TernSession.modeOf(sessionMode);
                    checkOpen();
                    return new TernContext(connection, made -> made.createSession(sessionMode));
                });
    }

    private synchronized void checkOpen() throws JMSException {
        if (closed) {
            throw new jakarta.jms.IllegalStateException("the context is closed; make another one");
        }
    }

    @Override
    public final JMSProducer createProducer() {
        Failures.run(this::session);
        return new TernProducer(this);
    }

    @Override
    public final @Nullable String getClientID() {
        return Failures.unchecked(connection::getClientID);
    }

    @Override
    public final void setClientID(String clientId) {
        Failures.run(() -> connection.setClientID(clientId));
    }

    @Override
    public final ConnectionMetaData getMetaData() {
        return Failures.unchecked(connection::getMetaData);
    }

    @Override
    public final @Nullable ExceptionListener getExceptionListener() {
        return Failures.unchecked(connection::getExceptionListener);
    }

    @Override
    public final void setExceptionListener(@Nullable ExceptionListener listener) {
        Failures.run(() -> connection.setExceptionListener(listener));
    }

    @Override
    public final void start() {
        Failures.run(connection::start);
    }

    @Override
    public final void stop() {
        Failures.run(connection::stop);
    }

    @Override
    public final void setAutoStart(boolean start) {
        Failures.run(this::checkOpen);
        autoStart = start;
    }

    @Override
    public final boolean getAutoStart() {
        Failures.run(this::checkOpen);
        return autoStart;
    }

    @Override
    public final void close() {
        Failures.run(
                () -> {
                    TernSession open = session;
                    if (open != null) {
                        open.checkNotOwnListener("JMSContext.close()");
                    }
                    synchronized (this) {
                        if (closed) {
                            return;
                        }
                        closed = true;
                    }
                    try {
                        if (open != null) {
                            open.close();
                        }
                    } finally {
                        connection.release();
                    }
                });
    }

    @Override
    public final BytesMessage createBytesMessage() {
        return Failures.unchecked(() -> session().createBytesMessage());
    }

    @Override
    public final MapMessage createMapMessage() {
        return Failures.unchecked(() -> session().createMapMessage());
    }

    @Override
    public final Message createMessage() {
        return Failures.unchecked(() -> session().createMessage());
    }

    @Override
    public final ObjectMessage createObjectMessage() {
        return Failures.unchecked(() -> session().createObjectMessage());
    }

    @Override
    public final ObjectMessage createObjectMessage(@Nullable Serializable object) {
        return Failures.unchecked(() -> session().createObjectMessage(object));
    }

    @Override
    public final StreamMessage createStreamMessage() {
        return Failures.unchecked(() -> session().createStreamMessage());
    }

    @Override
    public final TextMessage createTextMessage() {
        return Failures.unchecked(() -> session().createTextMessage());
    }

    @Override
    public final TextMessage createTextMessage(@Nullable String text) {
        return Failures.unchecked(() -> session().createTextMessage(text));
    }

    @Override
    public final boolean getTransacted() {
        return Failures.unchecked(() -> session().getTransacted());
    }

    @Override
    public final int getSessionMode() {
        return Failures.unchecked(() -> session().getAcknowledgeMode());
    }

    @Override
    public final void commit() {
        Failures.run(() -> session().commit());
    }

    @Override
    public final void rollback() {
        Failures.run(() -> session().rollback());
    }

    @Override
    public final void recover() {
        Failures.run(() -> session().recover());
    }

    @Override
    public final void acknowledge() {
        Failures.run(
                () -> {
                    TernSession open = session();
                    open.checkOpen();
                    open.acknowledger().acknowledgeAll();
                });
    }

    @Override
    public final JMSConsumer createConsumer(Destination destination) {
        return createConsumer(destination, null, false);
    }

    @Override
    public final JMSConsumer createConsumer(Destination destination, @Nullable String selector) {
        return createConsumer(destination, selector, false);
    }

    /** Starts the connection, unless told not to (6.1.4). */
    @Override
    public final JMSConsumer createConsumer(
            Destination destination, @Nullable String selector, boolean noLocal) {
        return Failures.unchecked(
                () -> {
                    TernMessageConsumer consumer =
                            session().createConsumer(destination, selector, noLocal);
                    if (autoStart) {
                        connection.start();
                    }
                    return new TernConsumer(consumer);
                });
    }

    @Override
    public final Queue createQueue(String name) {
        return Failures.unchecked(() -> session().createQueue(name));
    }

    @Override
    public final Topic createTopic(String name) {
        return Failures.unchecked(() -> session().createTopic(name));
    }

    @Override
    public final JMSConsumer createDurableConsumer(Topic topic, String name) {
        throw refused(() -> session().createDurableConsumer(topic, name));
    }

    @Override
    public final JMSConsumer createDurableConsumer(
            Topic topic, String name, @Nullable String selector, boolean noLocal) {
        throw refused(() -> session().createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public final JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        throw refused(() -> session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public final JMSConsumer createSharedDurableConsumer(
            Topic topic, String name, @Nullable String selector) {
        throw refused(() -> session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public final JMSConsumer createSharedConsumer(Topic topic, String name) {
        throw refused(() -> session().createSharedConsumer(topic, name));
    }

    @Override
    public final JMSConsumer createSharedConsumer(
            Topic topic, String name, @Nullable String selector) {
        throw refused(() -> session().createSharedConsumer(topic, name, selector));
    }

    @Override
    public final QueueBrowser createBrowser(Queue queue) {
        throw refused(() -> session().createBrowser(queue));
    }

    @Override
    public final QueueBrowser createBrowser(Queue queue, @Nullable String selector) {
        throw refused(() -> session().createBrowser(queue, selector));
    }

    @Override
    public final TemporaryQueue createTemporaryQueue() {
        throw refused(() -> session().createTemporaryQueue());
    }

    @Override
    public final TemporaryTopic createTemporaryTopic() {
        throw refused(() -> session().createTemporaryTopic());
    }

    @Override
    public final void unsubscribe(String name) {
        Failures.run(() -> session().unsubscribe(name));
    }

    /** The unchecked twin of what the session throws for a feature that is not there yet. */
    private static JMSRuntimeException refused(Failures.Action call) {
        try {
            call.run();
        } catch (JMSException e) {
            return Failures.unchecked(e);
        }
        return new JMSRuntimeException("a feature that is not there yet was not refused");
    }
}
