package io.ternmq.ra.inbound;

import io.ternmq.jms.TernConnection;
import io.ternmq.ra.link.BackOff;
import io.ternmq.ra.link.Works;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One active endpoint: its connection to the broker and the sessions that deliver.
 *
 * <p>Connects on a thread of the container. While the broker cannot be reached, and again whenever
 * the connection is lost, it tries after 1 s, 2 s … 30 s, without end, and says so once per outage.
 * Threadsafe.
 */
public final class EndpointActivation implements Work {

    /** How many messages a session holds: more would hide them from the sessions that are idle. */
    private static final int PREFETCH = 1;

    private static final System.Logger LOG = System.getLogger(EndpointActivation.class.getName());

    /** The method that messages are delivered to. */
    static final Method ON_MESSAGE = onMessage();

    private final MessageEndpointFactory factory;
    private final EndpointSettings settings;
    private final Works works;
    private final boolean transacted;
    private final BackOff backOff = BackOff.reconnecting();
    private final Object lock = new Object();
    private List<DeliverySession> sessions = List.of();
    private @Nullable TernConnection connection;
    private boolean closed;

    private EndpointActivation(
            MessageEndpointFactory factory,
            EndpointSettings settings,
            Works works,
            boolean transacted) {
        this.factory = factory;
        this.settings = settings;
        this.works = works;
        this.transacted = transacted;
    }

    /**
     * @throws NotSupportedException if the endpoint is no jakarta.jms.MessageListener
     */
    public static EndpointActivation of(
            MessageEndpointFactory factory, EndpointSettings settings, Works works)
            throws NotSupportedException {
        try {
            return new EndpointActivation(
                    factory, settings, works, factory.isDeliveryTransacted(ON_MESSAGE));
        } catch (NoSuchMethodException e) {
            throw new NotSupportedException(
                    "the endpoint has no method onMessage(Message); let the bean implement"
                            + " jakarta.jms.MessageListener",
                    e);
        }
    }

    private static Method onMessage() {
        try {
            return MessageListener.class.getMethod("onMessage", Message.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the jakarta.jms API has no onMessage(Message)", e);
        }
    }

    /** Begins to connect and returns. */
    public void open() {
        works.soon(this);
    }

    @Override
    public void run() {
        TernConnection opened = null;
        List<DeliverySession> begun = new ArrayList<>();
        try {
            opened = settings.login().connect(PREFETCH);
            TernConnection watched = opened;
            opened.setExceptionListener(reason -> lost(watched, reason));
            for (int i = 0; i < settings.maxSessions(); i++) {
                begun.add(DeliverySession.open(opened, factory, settings, transacted, works));
            }
            if (!keep(opened, begun)) {
                discard(opened, begun, 0);
                return;
            }
            opened.start();
            begun.forEach(DeliverySession::begin);
        } catch (JMSException | RuntimeException e) {
            if (opened == null || !lost(opened, e)) {
                discard(opened, begun, 0);
                retry(e);
            }
        }
    }

    private boolean keep(TernConnection opened, List<DeliverySession> begun) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            connection = opened;
            sessions = List.copyOf(begun);
            backOff.reset();
            LOG.log(
                    System.Logger.Level.INFO,
                    "TERN0420 delivering from "
                            + settings.destination()
                            + " of "
                            + settings.login()
                            + " with "
                            + settings.maxSessions()
                            + (transacted ? " transacted" : " not transacted")
                            + " sessions");
            return true;
        }
    }

    /** Whether this was the connection in use. */
    private boolean lost(TernConnection broken, Exception reason) {
        List<DeliverySession> broke;
        synchronized (lock) {
            if (connection != broken) {
                return false;
            }
            connection = null;
            broke = sessions;
            sessions = List.of();
        }
        retry(reason);
        works.soon(new Discard(broken, broke));
        return true;
    }

    private void retry(Exception reason) {
        long millis;
        boolean first;
        synchronized (lock) {
            if (closed) {
                return;
            }
            first = !backOff.isWaiting();
            millis = backOff.next();
        }
        LOG.log(
                first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "TERN0421 nothing is delivered from "
                        + settings.destination()
                        + ": the broker at "
                        + settings.login()
                        + " does not serve ("
                        + reason.getMessage()
                        + "); the next attempts follow after 1 s to 30 s, without end",
                reason);
        works.later(this, millis);
    }

    /**
     * Ends delivery. Waits for deliveries that run, at most {@code drainMillis} milliseconds; what
     * still runs then closes its session and the connection itself, when it ends.
     */
    public void close(long drainMillis) {
        TernConnection open;
        List<DeliverySession> ending;
        synchronized (lock) {
            closed = true;
            open = connection;
            connection = null;
            ending = sessions;
            sessions = List.of();
        }
        discard(open, ending, drainMillis);
    }

    private static void discard(
            @Nullable TernConnection connection, List<DeliverySession> sessions, long drainMillis) {
        sessions.forEach(DeliverySession::stop);
        AtomicInteger open = new AtomicInteger(sessions.size() + 1);
        Runnable oneClosed =
                () -> {
                    if (open.decrementAndGet() == 0 && connection != null) {
                        close(connection);
                    }
                };
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMillis);
        for (DeliverySession session : sessions) {
            session.close(Math.max(0, deadline - System.nanoTime()), oneClosed);
        }
        oneClosed.run();
    }

    private static void close(TernConnection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "TERN0425 an endpoint's connection was gone before it was closed",
                    e);
        }
    }

    /** Nothing to hurry; containers also call this after each run. */
    @Override
    public void release() {}

    /** Lets a broken connection go on a thread that may wait. */
    private record Discard(TernConnection connection, List<DeliverySession> sessions)
            implements Work {

        @Override
        public void run() {
            discard(connection, sessions, DeliverySession.LOST_DRAIN_MILLIS);
        }

        @Override
        public void release() {}
    }
}
