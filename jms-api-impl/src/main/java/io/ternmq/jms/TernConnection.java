package io.ternmq.jms;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XATopicConnection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one transport to a broker, and the sessions on it. Serves all three styles of the
 * API, and XA.
 *
 * <p>Threadsafe. Begins stopped. When the transport is lost, calls fail with JMSException and the
 * exception listener is called once, on a thread of its own.
 */
public final class TernConnection implements XAQueueConnection, XATopicConnection {

    private final Link link;
    private final ControlLink control;
    private final Settings settings;
    private final Domain domain;
    private final Set<TernSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong messageIds = new AtomicLong();
    private final AtomicInteger contexts = new AtomicInteger();
    private @Nullable String clientId;
    private boolean clientIdFixed;
    private @Nullable ScheduledExecutorService timer;
    private volatile @Nullable ExceptionListener exceptionListener;
    private volatile boolean running;
    private volatile boolean closed;

    TernConnection(
            Settings settings, @Nullable String user, @Nullable String password, Domain domain)
            throws JMSException {
        this.settings = settings;
        this.domain = domain;
        this.clientId = settings.clientId();
        this.clientIdFixed = clientId != null;
        this.control = new ControlLink(settings.url(), user, password);
        this.link = Link.open(settings.url(), user, password, clientId);
        link.onLost(this::lost);
    }

    Link link() {
        return link;
    }

    ControlLink control() {
        return control;
    }

    Settings settings() {
        return settings;
    }

    boolean isRunning() {
        return running;
    }

    /** {@code ID:<connection>-<n>} (3.4.3). */
    String nextMessageId() {
        return "ID:" + link.connected().connectionId() + "-" + messageIds.incrementAndGet();
    }

    /** Sends what may be late by some milliseconds; made when first used. */
    synchronized ScheduledExecutorService timer() {
        ScheduledExecutorService existing = timer;
        if (existing == null) {
            existing =
                    Executors.newSingleThreadScheduledExecutor(
                            task -> {
                                Thread thread = new Thread(task, "tern-acknowledge");
                                thread.setDaemon(true);
                                thread.setContextClassLoader(TernConnection.class.getClassLoader());
                                return thread;
                            });
            timer = existing;
        }
        return existing;
    }

    @Override
    public TernSession createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public TernSession createSession(int sessionMode) throws JMSException {
        return open(TernSession.modeOf(sessionMode), domain);
    }

    /** Without an association this is an ordinary session, also on an XA connection. */
    @Override
    public TernSession createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(transacted ? Session.SESSION_TRANSACTED : checked(acknowledgeMode));
    }

    private static int checked(int acknowledgeMode) throws JMSException {
        if (acknowledgeMode == Session.SESSION_TRANSACTED) {
            throw new JMSException(
                    "transacted is false and the acknowledge mode is SESSION_TRANSACTED; give true,"
                            + " or another mode");
        }
        return acknowledgeMode;
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode)
            throws JMSException {
        int mode = transacted ? Session.SESSION_TRANSACTED : checked(acknowledgeMode);
        return open(TernSession.modeOf(mode), Domain.QUEUE);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode)
            throws JMSException {
        int mode = transacted ? Session.SESSION_TRANSACTED : checked(acknowledgeMode);
        return open(TernSession.modeOf(mode), Domain.TOPIC);
    }

    @Override
    public TernXaSession createXASession() throws JMSException {
        return (TernXaSession) open(SessionMode.XA, domain);
    }

    @Override
    public TernXaSession createXAQueueSession() throws JMSException {
        return (TernXaSession) open(SessionMode.XA, Domain.QUEUE);
    }

    @Override
    public TernXaSession createXATopicSession() throws JMSException {
        return (TernXaSession) open(SessionMode.XA, Domain.TOPIC);
    }

    private TernSession open(SessionMode mode, Domain of) throws JMSException {
        used();
        TernSession session =
                mode == SessionMode.XA
                        ? new TernXaSession(this, of)
                        : new TernSession(this, mode, of);
        sessions.add(session);
        return session;
    }

    void forget(TernSession session) {
        sessions.remove(session);
    }

    @Override
    public synchronized @Nullable String getClientID() throws JMSException {
        checkOpen();
        return clientId;
    }

    @Override
    public synchronized void setClientID(String id) throws JMSException {
        checkOpen();
        if (clientIdFixed) {
            throw new IllegalStateException(
                    "the client id cannot be set to '"
                            + id
                            + "': "
                            + (clientId == null
                                    ? "the connection has been used already; set it first"
                                    : "it is '" + clientId + "' already"));
        }
        if (id == null || id.isEmpty()) {
            throw new jakarta.jms.InvalidClientIDException(
                    "the client id is " + (id == null ? "null" : "empty") + "; give a name");
        }
        link.call(request -> new Request.SetClientId(request, id));
        clientId = id;
        clientIdFixed = true;
    }

    /** Any action but naming the client fixes the client id (6.1.2). */
    private synchronized void used() throws JMSException {
        checkOpen();
        clientIdFixed = true;
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        used();
        return TernMetaData.INSTANCE;
    }

    @Override
    public @Nullable ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return exceptionListener;
    }

    @Override
    public void setExceptionListener(@Nullable ExceptionListener listener) throws JMSException {
        used();
        exceptionListener = listener;
    }

    @Override
    public void start() throws JMSException {
        used();
        running = true;
        sessions.forEach(TernSession::wake);
    }

    /** Returns when no listener of this connection runs any more (6.1.5). */
    @Override
    public void stop() throws JMSException {
        used();
        checkNotOwnListener("Connection.stop()");
        running = false;
        sessions.forEach(TernSession::wake);
        sessions.forEach(TernSession::awaitListener);
    }

    private void checkNotOwnListener(String call) throws JMSException {
        for (TernSession session : sessions) {
            session.checkNotOwnListener(call);
        }
    }

    /** A context more works on this connection. */
    void retain() {
        contexts.incrementAndGet();
    }

    /** A context less; the last one closes the connection (6.1.8). */
    void release() throws JMSException {
        if (contexts.decrementAndGet() == 0) {
            close();
        }
    }

    /**
     * Closes all sessions as {@link TernSession#close} does, then the transport. Neither commits
     * nor rolls back prepared work.
     */
    @Override
    public void close() throws JMSException {
        checkNotOwnListener("Connection.close()");
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        JMSException failure = null;
        for (TernSession session : List.copyOf(sessions)) {
            try {
                session.close();
            } catch (JMSException e) {
                // The others are to end in order too; the first failure is told at the end.
                failure = failure == null ? e : failure;
            }
        }
        ScheduledExecutorService late = timer;
        if (late != null) {
            late.shutdownNow();
        }
        link.disconnect();
        if (failure != null) {
            throw failure;
        }
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the connection is closed; make another one");
        }
        link.checkAlive();
    }

    private void lost(String reason) {
        sessions.forEach(TernSession::wake);
        Thread teller = new Thread(() -> tell(reason), "tern-connection-lost");
        teller.setDaemon(true);
        teller.setContextClassLoader(TernConnection.class.getClassLoader());
        teller.start();
    }

    private void tell(String reason) {
        ExceptionListener listener = exceptionListener;
        if (listener != null) {
            listener.onException(
                    new JMSException(
                            "the connection to the broker was lost: "
                                    + reason
                                    + "; close this one and make a new connection",
                            ErrorCode.UNAVAILABLE.name()));
        }
    }

    /** The identity of the broker's journal. Internal to the resource adapter. */
    public UUID journalId() {
        return link.connected().journalId();
    }

    /** Whether neither side has closed or lost it. Internal to the resource adapter. */
    public boolean isAlive() {
        return !closed && link.isAlive();
    }

    /**
     * Asks the broker something harmless and waits for its answer. Internal to the resource
     * adapter.
     *
     * @throws JMSException if the connection is closed or lost
     */
    public void ping() throws JMSException {
        checkOpen();
        link.call(Request.XaRecover::new);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination,
            @Nullable String selector,
            ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, @Nullable String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, @Nullable String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic,
            String subscription,
            @Nullable String selector,
            ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        domain.checkTopicCall("createSharedConnectionConsumer");
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic,
            String subscription,
            @Nullable String selector,
            ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        domain.checkTopicCall("createDurableConnectionConsumer");
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic,
            String subscription,
            @Nullable String selector,
            ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        domain.checkTopicCall("createSharedDurableConnectionConsumer");
        throw connectionConsumers();
    }

    private JMSException connectionConsumers() throws JMSException {
        used();
        return Failures.later(
                "connection consumers",
                "use several sessions with a listener each, or a" + " message-driven bean");
    }

    @Override
    public String toString() {
        return "TernConnection[" + settings.url() + ", " + link.connected().connectionId() + "]";
    }
}
