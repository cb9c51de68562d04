package io.ternmq.jms;

import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session: one line of work, with its acknowledgements and its transaction.
 *
 * <p>Used by one thread at a time, {@link #close} excepted (6.2.5). Two locks tell close and stop
 * what is in progress: {@code listening} is held while a listener runs, {@code receiving} while a
 * synchronous receive does. Neither is ever taken on the broker's thread.
 */
public class TernSession extends SessionSurface {

    private final TernConnection connection;
    private final SessionMode mode;
    private final SessionLink frames;
    private final TxScope scope;
    private final Acknowledger acknowledger;
    private final ListenerDispatch dispatch = new ListenerDispatch(this);
    private final Set<TernMessageConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock listening = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private volatile boolean closing;
    private volatile boolean closed;

    TernSession(TernConnection connection, SessionMode mode, Domain domain) throws JMSException {
        super(domain, connection.settings().trusted());
        this.connection = connection;
        this.mode = mode;
        this.frames = new SessionLink(connection.link());
        this.scope =
                switch (mode) {
                    case XA ->
                            new XaFrames(
                                    frames, connection.control(), connection.settings().managed());
                    case TRANSACTED -> new TxScope.Fixed(Request.LOCAL_TX);
                    case AUTO, CLIENT, DUPS_OK -> new TxScope.Fixed(Request.NO_TX);
                };
        this.acknowledger =
                switch (mode) {
                    case AUTO -> new AutoAcknowledger(frames, true);
                    case XA -> new AutoAcknowledger(frames, false);
                    case CLIENT -> new ClientAcknowledger(frames);
                    case DUPS_OK -> new DupsOkAcknowledger(frames, connection::timer);
                    case TRANSACTED -> new TransactedAcknowledger(frames);
                };
        frames.link.call(id -> new Request.OpenSession(id, frames.id, mode));
    }

    final SessionLink frames() {
        return frames;
    }

    final TxScope scope() {
        return scope;
    }

    final Acknowledger acknowledger() {
        return acknowledger;
    }

    final ListenerDispatch dispatch() {
        return dispatch;
    }

    final ReentrantLock listening() {
        return listening;
    }

    final ReentrantLock receiving() {
        return receiving;
    }

    final boolean isClosing() {
        return closing;
    }

    final boolean isXa() {
        return mode == SessionMode.XA;
    }

    /** The credit of a new consumer. */
    final Credit credit() {
        return isXa() ? Credit.onDemand() : Credit.prefetching(connection.settings().prefetch());
    }

    /** Whether this session may hand deliveries over at this moment. */
    final ConsumerBuffer.State state() {
        if (closing || !frames.link.isAlive()) {
            return ConsumerBuffer.State.ENDED;
        }
        return connection.isRunning() ? ConsumerBuffer.State.OPEN : ConsumerBuffer.State.HELD;
    }

    final TernMessage message(Event.Deliver delivery) throws JMSException {
        return Incoming.message(delivery, trusted(), this::acknowledgeAll);
    }

    private void acknowledgeAll() throws JMSException {
        checkOpen();
        acknowledger.acknowledgeAll();
    }

    /** Refuses work that has no transaction but needs one. */
    final void checkScope() throws JMSException {
        if (scope instanceof XaFrames xa) {
            xa.checkUsable();
        }
    }

    /** Sends a message and waits for the broker's answer. */
    final void send(Outgoing outgoing) throws JMSException {
        checkOpen();
        checkScope();
        Content content = frames.ahead(outgoing.content(), outgoing.envelope().persistent());
        Pending reply =
                scope.stamp(
                        tx -> {
                            checkScope();
                            return frames.link.beginCall(
                                    id ->
                                            new Request.Send(
                                                    id,
                                                    frames.id,
                                                    tx,
                                                    outgoing.envelope(),
                                                    content));
                        });
        reply.await();
    }

    final String nextMessageId() {
        return connection.nextMessageId();
    }

    final int maxMessageBytes() {
        return frames.link.connected().maxMessageBytes();
    }

    @Override
    final void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the session is closed; make another one");
        }
    }

    /** Before a synchronous receive (6.2.5). */
    final void checkSynchronous() throws JMSException {
        checkOpen();
        if (dispatch.hasListeners()) {
            throw new IllegalStateException(
                    "this session has message listeners, so it cannot receive synchronously; use"
                            + " another session");
        }
    }

    @Override
    public final TernMessageConsumer createConsumer(
            Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        checkOpen();
        DestinationName queue = TernDestination.queueName(destination);
        if (selector != null && !selector.isEmpty()) {
            throw Failures.later(
                    "message selectors (here " + selector + ")", "use a queue for each kind");
        }
        TernMessageConsumer consumer = new TernMessageConsumer(this, queue);
        consumers.add(consumer);
        return consumer;
    }

    final void forget(TernMessageConsumer consumer) {
        consumers.remove(consumer);
        dispatch.remove(consumer);
    }

    @Override
    public final TernMessageProducer createProducer(@Nullable Destination destination)
            throws JMSException {
        checkOpen();
        if (destination != null) {
            TernDestination.queueName(destination);
        }
        return new TernMessageProducer(this, destination);
    }

    @Override
    public boolean getTransacted() throws JMSException {
        checkOpen();
        return mode == SessionMode.TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        checkOpen();
        return switch (mode) {
            case AUTO -> AUTO_ACKNOWLEDGE;
            case CLIENT -> CLIENT_ACKNOWLEDGE;
            case DUPS_OK -> DUPS_OK_ACKNOWLEDGE;
            case TRANSACTED, XA -> SESSION_TRANSACTED;
        };
    }

    @Override
    public void commit() throws JMSException {
        checkTransacted("commit");
        try {
            frames.commit();
        } catch (TransactionRolledBackException e) {
            // Brings the buffers back into the order of the queue, as rollback() does.
            frames.rollback();
            throw e;
        }
    }

    @Override
    public void rollback() throws JMSException {
        checkTransacted("rollback");
        frames.rollback();
    }

    private void checkTransacted(String call) throws JMSException {
        checkOpen();
        if (mode != SessionMode.TRANSACTED) {
            throw new IllegalStateException(
                    call
                            + "() is not allowed on a session that is not transacted; create it"
                            + " with SESSION_TRANSACTED");
        }
    }

    @Override
    public final void recover() throws JMSException {
        checkOpen();
        acknowledger.recover();
    }

    @Override
    public final @Nullable MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return null;
    }

    /** Session-wide listeners serve connection consumers (11.2.5), which are not there yet. */
    @Override
    public final void setMessageListener(@Nullable MessageListener listener) throws JMSException {
        checkOpen();
        throw Failures.later(
                "connection consumers and session listeners", "set a listener on each consumer");
    }

    @Override
    public final void run() {
        throw Failures.unchecked(
                Failures.later("connection consumers", "set a listener on each consumer"));
    }

    /** Lets the session look again at whether it may hand over. */
    final void wake() {
        frames.wakeAll();
        dispatch.wake();
    }

    /** Waits until no listener of this session runs. */
    final void awaitListener() {
        listening.lock();
        try {
            dispatch.wake();
        } finally {
            listening.unlock();
        }
    }

    /**
     * Refuses to wait for the calling thread's own listener (6.1.5, 6.1.8, 6.2.15).
     *
     * @throws IllegalStateException if the calling thread runs a listener of this session
     */
    final void checkNotOwnListener(String call) throws JMSException {
        if (listening.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    call
                            + " is not allowed in a message listener of the same session; let"
                            + " another thread do it");
        }
    }

    /**
     * Waits for a running listener or receive, rolls local work back, and lets the session go. May
     * be called by any thread but a listener's of this session.
     */
    @Override
    public final void close() throws JMSException {
        checkNotOwnListener("Session.close()");
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        wake();
        listening.lock();
        receiving.lock();
        try {
            closed = true;
            letGo();
        } finally {
            frames.unregisterAll();
            receiving.unlock();
            listening.unlock();
            connection.forget(this);
        }
    }

    private void letGo() throws JMSException {
        if (!frames.link.isAlive()) {
            return;
        }
        try {
            acknowledger.flush();
        } finally {
            frames.link.call(id -> new Request.CloseSession(id, frames.id));
        }
    }

    @Override
    public String toString() {
        return "TernSession[" + frames.id + ", " + mode + "]";
    }

    /** The mode of the protocol for one of the API. */
    static SessionMode modeOf(int acknowledgeMode) throws JMSException {
        return switch (acknowledgeMode) {
            case Session.AUTO_ACKNOWLEDGE -> SessionMode.AUTO;
            case Session.CLIENT_ACKNOWLEDGE -> SessionMode.CLIENT;
            case Session.DUPS_OK_ACKNOWLEDGE -> SessionMode.DUPS_OK;
            case Session.SESSION_TRANSACTED -> SessionMode.TRANSACTED;
            default ->
                    throw new JMSException(
                            "acknowledge mode is "
                                    + acknowledgeMode
                                    + "; give AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2),"
                                    + " DUPS_OK_ACKNOWLEDGE (3) or SESSION_TRANSACTED (0)");
        };
    }
}
