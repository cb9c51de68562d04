package io.ternmq.jms;

import io.ternmq.wire.Request;
import io.ternmq.wire.message.DestinationName;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages of one queue, by waiting or by a listener.
 *
 * <p>Used by the session's thread; {@link #close} may come from any.
 */
public final class TernMessageConsumer implements QueueReceiver {

    private final TernSession session;
    private final DestinationName queue;
    private final long id;
    private final ConsumerBuffer buffer;
    private final HandOver handOver;
    private volatile @Nullable MessageListener listener;
    private volatile boolean closing;

    TernMessageConsumer(TernSession session, DestinationName queue) throws JMSException {
        this.session = session;
        this.queue = queue;
        this.id = session.frames().link.nextId();
        this.buffer = new ConsumerBuffer(session.credit());
        this.handOver = new HandOver(session, buffer, id);
        session.frames().register(id, buffer);
        boolean open = false;
        try {
            session.frames()
                    .link
                    .call(
                            request ->
                                    new Request.OpenConsumer(
                                            request, session.frames().id, id, queue, null, false));
            session.frames().grant(id, false);
            open = true;
        } finally {
            if (!open) {
                session.frames().unregister(id);
            }
        }
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return new TernQueue(queue.name());
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        checkOpen();
        return null;
    }

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public void setMessageListener(@Nullable MessageListener newListener) throws JMSException {
        checkOpen();
        if (session.isXa()) {
            throw new IllegalStateException(
                    "an XA session has no message listeners, since no branch would hold what they"
                            + " receive; use a message-driven bean, or receive()");
        }
        listener = newListener;
        if (newListener == null) {
            buffer.onArrival(null);
            session.dispatch().remove(this);
        } else {
            buffer.onArrival(session.dispatch()::wake);
            session.dispatch().add(this);
        }
    }

    @Override
    public @Nullable Message receive() throws JMSException {
        return receive(0);
    }

    /** Waits at most that many milliseconds; 0 for ever. */
    @Override
    public @Nullable Message receive(long timeoutMillis) throws JMSException {
        return receive(timeoutMillis, null);
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
        return receiveNoWait(null);
    }

    /**
     * The same for a wanted type of body (8.6), or null for any message. Internal to the simplified
     * API, here and in the resource adapter.
     */
    public @Nullable TernMessage receive(long timeoutMillis, @Nullable Class<?> body)
            throws JMSException {
        checkSynchronous();
        if (timeoutMillis < 0) {
            throw new JMSException(
                    "timeout is " + timeoutMillis + " ms; give 0 (for ever) or more");
        }
        long deadline = timeoutMillis == 0 ? Long.MAX_VALUE : deadline(timeoutMillis);
        return handOver.receive(HandOver.Patience.until(deadline), body, this::state);
    }

    /** The same without waiting. */
    public @Nullable TernMessage receiveNoWait(@Nullable Class<?> body) throws JMSException {
        checkSynchronous();
        return handOver.receive(HandOver.Patience.ASK_BROKER, body, this::state);
    }

    /**
     * Takes a message that is in the buffer already, and never asks the broker for one. It is
     * acknowledged as by {@link #receive}. Internal to the resource adapter.
     *
     * @return null if the buffer is empty or the connection stopped
     */
    public @Nullable Message receiveBuffered() throws JMSException {
        checkSynchronous();
        return handOver.receive(HandOver.Patience.NONE, null, this::state);
    }

    /**
     * Waits until a message is in the buffer, and takes nothing. Grants credit as needed, so that
     * it also works on an XA session without a branch. Internal to the resource adapter.
     *
     * @param timeoutMillis how long to wait at most, 0 or greater
     * @return false if the time is over, or the consumer closed
     */
    public boolean awaitAvailable(long timeoutMillis) throws JMSException {
        checkSynchronous();
        return handOver.awaitAvailable(deadline(timeoutMillis), this::state);
    }

    /**
     * Sets what is called whenever a message arrived in the buffer, and at once if there is one:
     * without any lock held, possibly on the broker's thread, so it must be cheap and must not call
     * the session. While it is set the consumer asks for the next message as soon as the buffer is
     * empty. Internal to the resource adapter.
     *
     * @param availability null to remove it
     */
    public void setAvailabilityListener(@Nullable Runnable availability) throws JMSException {
        checkSynchronous();
        buffer.onArrival(availability);
        if (availability != null) {
            session.frames().grant(id, true);
            if (!buffer.isEmpty()) {
                availability.run();
            }
        }
    }

    private static long deadline(long timeoutMillis) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long now = System.nanoTime();
        return nanos > Long.MAX_VALUE - Math.max(now, 0) ? Long.MAX_VALUE : now + nanos;
    }

    private ConsumerBuffer.State state() {
        return closing ? ConsumerBuffer.State.ENDED : session.state();
    }

    /** Hands one message to the listener; called by the session's dispatch thread. */
    boolean dispatchOne() {
        MessageListener current = listener;
        return current != null && handOver.dispatch(current, this::state);
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closing) {
            throw new IllegalStateException("the consumer is closed; make another one");
        }
    }

    private void checkSynchronous() throws JMSException {
        checkOpen();
        session.checkSynchronous();
    }

    /**
     * Waits for its receive or listener, which may be the caller's own, and lets the consumer go.
     * What it handed over stays with the session.
     */
    @Override
    public void close() throws JMSException {
        synchronized (this) {
            if (closing || session.isClosing()) {
                return;
            }
            closing = true;
        }
        buffer.wake();
        session.listening().lock();
        session.receiving().lock();
        try {
            session.forget(this);
            if (session.frames().link.isAlive()) {
                session.acknowledger().flush();
                session.frames().closeConsumer(id, session.acknowledger().unacknowledged(id));
            }
        } finally {
            session.frames().unregister(id);
            session.receiving().unlock();
            session.listening().unlock();
        }
    }

    @Override
    public String toString() {
        return "TernMessageConsumer[" + id + ", " + queue + "]";
    }
}
