package io.ternmq.ra.inbound;

import io.ternmq.jms.TernConnection;
import io.ternmq.ra.link.BackOff;
import io.ternmq.ra.link.Works;
import jakarta.jms.JMSException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.Work;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one message at a time. Has a thread of the container only while messages wait: the
 * consumer's call schedules it, it delivers until nothing waits or its turn is over, and gives the
 * thread back.
 *
 * <p>A session that fails opens anew for itself; the others of its endpoint go on. While the
 * endpoint cannot take a message, the session is closed, so that it holds none, and tries again
 * after 100 ms, 200 ms … 30 s.
 */
final class DeliverySession implements Work {

    private static final System.Logger LOG = System.getLogger(DeliverySession.class.getName());

    /** How many messages a session delivers before it gives its thread to others. */
    static final int MESSAGES_PER_TURN = 64;

    /** How long to wait for deliveries of a lost connection, in milliseconds. */
    static final long LOST_DRAIN_MILLIS = 1_000;

    /** Who has the session. */
    private enum State {
        /** Nobody; a message that arrives schedules it. */
        IDLE,
        /** The work manager. */
        SCHEDULED,
        /** A thread of the container. */
        RUNNING,
        /** A timer. */
        PAUSED,
        /** Nobody ever again. */
        CLOSED
    }

    private final TernConnection connection;
    private final EndpointSettings settings;
    private final boolean transacted;
    private final Works works;
    private final Endpoint endpoint;
    private final BackOff backOff = BackOff.endpoint();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private State state = State.PAUSED;
    private boolean stopping;
    private volatile boolean turnOver;

    /** Set when the session is to be closed by the delivery that runs. */
    private @Nullable Runnable whenLeft;

    /** Changed by the thread that has the session, and by the one that closes it. */
    private volatile @Nullable Inlet inlet;

    private DeliverySession(
            TernConnection connection,
            MessageEndpointFactory factory,
            EndpointSettings settings,
            boolean transacted,
            Works works) {
        this.connection = connection;
        this.settings = settings;
        this.transacted = transacted;
        this.works = works;
        this.endpoint = new Endpoint(factory);
    }

    static DeliverySession open(
            TernConnection connection,
            MessageEndpointFactory factory,
            EndpointSettings settings,
            boolean transacted,
            Works works)
            throws JMSException {
        DeliverySession session =
                new DeliverySession(connection, factory, settings, transacted, works);
        session.inlet = session.openInlet();
        return session;
    }

    private Inlet openInlet() throws JMSException {
        return Inlet.open(connection, settings, transacted, this::messageArrived);
    }

    /** Delivery begins; the connection is started. */
    void begin() {
        if (move(State.PAUSED, State.IDLE)) {
            reconsider();
        }
    }

    /** Called by whoever brings messages, on a thread that must not wait. */
    private void messageArrived() {
        if (move(State.IDLE, State.SCHEDULED)) {
            works.soon(this);
        }
    }

    @Override
    public void run() {
        if (!move(State.SCHEDULED, State.RUNNING)) {
            return;
        }
        try {
            turn();
        } catch (JMSException | RuntimeException e) {
            pause("its session of the broker failed", e);
        } finally {
            leave();
        }
    }

    /** Delivers until nothing waits, the turn is over, or something stands in the way. */
    private void turn() throws JMSException {
        Inlet open = inlet;
        if (open == null) {
            open = openInlet();
            inlet = open;
        }
        turnOver = false;
        for (int i = 0; i < MESSAGES_PER_TURN && !turnOver && !isStopping(); i++) {
            if (!open.hasMessage()) {
                return;
            }
            Delivery.Outcome outcome;
            try {
                outcome = Delivery.deliver(endpoint.through(open), open);
            } catch (UnavailableException e) {
                pause("the endpoint takes no message now", e);
                return;
            }
            Throwable failure = outcome.failure();
            if (failure == null) {
                backOff.reset();
                continue;
            }
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "TERN0427 a delivery from " + settings.destination() + " failed",
                    failure);
            if (outcome.endpointBroken()) {
                endpoint.release();
            }
            if (outcome.sessionBroken()) {
                pause("a delivery failed", failure);
                return;
            }
        }
    }

    /** Gives what is held back to the broker, and comes again later. */
    private void pause(String why, Throwable reason) {
        closeInlet();
        boolean first = !backOff.isWaiting();
        long millis = backOff.next();
        LOG.log(
                first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "TERN0422 delivery from "
                        + settings.destination()
                        + " pauses for "
                        + millis
                        + " ms: "
                        + why
                        + " ("
                        + reason
                        + ")");
        if (move(State.RUNNING, State.PAUSED)) {
            works.later(new Resume(), millis);
        }
    }

    /** The thread goes; the session is scheduled again if messages wait. */
    private void leave() {
        Runnable closing;
        lock.lock();
        try {
            closing = whenLeft;
            if (state == State.RUNNING) {
                state = closing == null ? State.IDLE : State.CLOSED;
            }
            left.signalAll();
        } finally {
            lock.unlock();
        }
        if (closing == null) {
            reconsider();
        } else {
            finish(closing);
        }
    }

    /** A message may have come between the last look and the end of the turn. */
    private void reconsider() {
        Inlet open = inlet;
        try {
            if (open != null && open.hasMessage()) {
                messageArrived();
            }
        } catch (JMSException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "TERN0426 a session was closed or taken by another thread meanwhile",
                    e);
        }
    }

    private boolean move(State from, State to) {
        lock.lock();
        try {
            if (state != from || stopping) {
                return false;
            }
            state = to;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** No further message is delivered; one that is being delivered goes on. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes, after a running delivery: waits for it at most so many nanoseconds, and then leaves
     * the closing to its thread.
     *
     * @param closed run when it is closed
     */
    void close(long nanos, Runnable closed) {
        stop();
        if (awaitLeft(nanos, closed)) {
            finish(closed);
        }
    }

    private boolean awaitLeft(long nanos, Runnable closed) {
        lock.lock();
        try {
            long remaining = nanos;
            while (state == State.RUNNING && remaining > 0) {
                remaining = left.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (state == State.RUNNING) {
                whenLeft = closed;
            } else {
                state = State.CLOSED;
            }
            lock.unlock();
        }
        return !leftToStraggler(nanos);
    }

    private boolean leftToStraggler(long nanos) {
        lock.lock();
        try {
            if (whenLeft == null) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "TERN0423 a delivery from "
                        + settings.destination()
                        + " still runs after "
                        + TimeUnit.NANOSECONDS.toMillis(nanos)
                        + " ms; its session closes when it ends, and its message comes again if it"
                        + " does not commit. Raise drainTimeout if beans take that long");
        return true;
    }

    private void finish(Runnable closed) {
        endpoint.release();
        closeInlet();
        closed.run();
    }

    private void closeInlet() {
        Inlet open = inlet;
        inlet = null;
        if (open != null) {
            open.close();
        }
    }

    /** The turn ends with the message that is being delivered. Called after each run too. */
    @Override
    public void release() {
        turnOver = true;
    }

    /** The end of a pause. */
    private final class Resume implements Work {

        @Override
        public void run() {
            if (move(State.PAUSED, State.SCHEDULED)) {
                DeliverySession.this.run();
            }
        }

        @Override
        public void release() {
            DeliverySession.this.release();
        }
    }
}
