package io.ternmq.ra.link;

import io.ternmq.jms.TernConnection;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.work.Work;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the broker open while the adapter runs: one connection that nobody sends on.
 *
 * <p>The first attempt, which replays the journal of an embedded broker, runs on a thread of the
 * container, and so does every later one, after 1 s, 2 s … 30 s, without end. Threadsafe.
 */
public final class BrokerHold implements Work, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(BrokerHold.class.getName());

    private enum State {
        OPENING,
        OPEN,
        FAILED,
        CLOSED
    }

    private final BrokerLogin login;
    private final Works works;
    private final BackOff backOff = BackOff.reconnecting();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.OPENING;
    private @Nullable TernConnection connection;
    private @Nullable Exception failure;

    public BrokerHold(BrokerLogin login, Works works) {
        this.login = login.withoutClientId();
        this.works = works;
    }

    /** Begins to open the broker and returns. */
    public void open() {
        works.soon(this);
    }

    @Override
    public void run() {
        try {
            TernConnection opened = login.connect();
            opened.setExceptionListener(lost -> lost(opened, lost));
            if (!keep(opened)) {
                opened.close();
            }
        } catch (JMSException | RuntimeException e) {
            failed(e);
        }
    }

    private boolean keep(TernConnection opened) {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return false;
            }
            connection = opened;
            backOff.reset();
            become(State.OPEN, null);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void lost(TernConnection broken, Exception reason) {
        lock.lock();
        try {
            if (connection != broken) {
                return;
            }
            connection = null;
        } finally {
            lock.unlock();
        }
        failed(reason);
    }

    private void failed(Exception reason) {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return;
            }
            boolean first = !backOff.isWaiting();
            long millis = backOff.next();
            become(State.FAILED, reason);
            LOG.log(
                    first ? System.Logger.Level.ERROR : System.Logger.Level.DEBUG,
                    "TERN0402 the broker at "
                            + login
                            + " cannot be reached: "
                            + reason.getMessage()
                            + "; the next attempts follow after 1 s to 30 s, the first in "
                            + millis
                            + " ms",
                    reason);
            works.later(this, millis);
        } finally {
            lock.unlock();
        }
    }

    private void become(State next, @Nullable Exception reason) {
        state = next;
        failure = reason;
        changed.signalAll();
    }

    /** Whether the broker answers, as far as is known without asking it. */
    public boolean isOpen() {
        lock.lock();
        try {
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits while the broker replays.
     *
     * @throws ResourceException if it is not open in time, or the last attempt failed
     */
    public void awaitOpen(long timeoutMillis) throws ResourceException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (state == State.OPENING) {
                if (nanos <= 0) {
                    throw new CommException(
                            "the broker at "
                                    + login
                                    + " did not open within connectTimeout = "
                                    + timeoutMillis
                                    + " ms; a long journal takes longer to replay: raise"
                                    + " connectTimeout");
                }
                nanos = changed.awaitNanos(nanos);
            }
            if (state == State.CLOSED) {
                throw new CommException("the resource adapter of " + login + " is stopped");
            }
            if (state == State.FAILED) {
                throw unreachable(login, failure);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommException("interrupted while the broker at " + login + " opened", e);
        } finally {
            lock.unlock();
        }
    }

    /** What a container is told when a connection cannot be made. */
    public static ResourceException unreachable(BrokerLogin login, @Nullable Exception reason) {
        String text =
                "no connection to the broker at "
                        + login
                        + ": "
                        + (reason == null ? "no reason known" : reason.getMessage());
        return reason instanceof jakarta.jms.JMSSecurityException
                ? new SecurityException(text, reason)
                : new CommException(text, reason);
    }

    /** Lets the broker go. Waiting connections fail. */
    @Override
    public void close() {
        TernConnection open;
        lock.lock();
        try {
            open = connection;
            connection = null;
            become(State.CLOSED, null);
        } finally {
            lock.unlock();
        }
        if (open != null) {
            try {
                open.close();
            } catch (JMSException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "TERN0403 the broker at " + login + " was gone before it was let go",
                        e);
            }
        }
    }

    /** Nothing to hurry; containers also call this after each run. */
    @Override
    public void release() {}
}
