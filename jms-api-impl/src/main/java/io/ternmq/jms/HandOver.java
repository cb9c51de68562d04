package io.ternmq.jms;

import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Takes deliveries of one consumer out of its buffer and gives them to the application, with the
 * acknowledgements that the session's mode asks for.
 *
 * <p>Lives on the session's thread. If a delivery cannot be read it stays unacknowledged.
 */
final class HandOver {

    private static final Logger LOG = System.getLogger(HandOver.class.getName());

    /** What a receive does about an empty buffer. */
    record Patience(boolean asksBroker, long deadlineNanos) {
        /** Gives up. */
        static final Patience NONE = new Patience(false, Long.MIN_VALUE);

        /** Asks the broker and gives up if it has nothing. */
        static final Patience ASK_BROKER = new Patience(true, Long.MIN_VALUE);

        static Patience until(long deadlineNanos) {
            return new Patience(false, deadlineNanos);
        }

        boolean waits() {
            return deadlineNanos != Long.MIN_VALUE;
        }
    }

    private final TernSession session;
    private final ConsumerBuffer buffer;
    private final long consumerId;

    HandOver(TernSession session, ConsumerBuffer buffer, long consumerId) {
        this.session = session;
        this.buffer = buffer;
        this.consumerId = consumerId;
    }

    /**
     * A synchronous receive.
     *
     * @param body the type of body that is wanted (8.6), or null for any message
     * @return null if there was nothing in time, or the consumer or the association ended
     */
    @Nullable TernMessage receive(
            Patience patience, @Nullable Class<?> body, ConsumerBuffer.Gate gate)
            throws JMSException {
        session.checkScope();
        session.receiving().lock();
        try {
            ConsumerBuffer.Gate whole = withAssociation(gate);
            session.acknowledger().beforeNext();
            while (await(patience, whole)) {
                Taken taken = session.scope().stamp(tx -> take(tx, body, whole));
                grantNext();
                if (taken.unfitting != null) {
                    throw taken.unfitting;
                }
                if (taken.message != null) {
                    return taken.message;
                }
            }
            session.frames().link.checkAlive();
            return null;
        } finally {
            session.receiving().unlock();
        }
    }

    /** Waits for a delivery, and takes nothing. */
    boolean awaitAvailable(long deadlineNanos, ConsumerBuffer.Gate gate) throws JMSException {
        boolean available = await(Patience.until(deadlineNanos), gate);
        if (!available) {
            session.frames().link.checkAlive();
        }
        return available;
    }

    /** An association that ends while a receive waits ends the receive. */
    private ConsumerBuffer.Gate withAssociation(ConsumerBuffer.Gate gate) {
        if (!(session.scope() instanceof XaFrames xa)) {
            return gate;
        }
        long ends = xa.ends();
        return () -> xa.ends() == ends ? gate.state() : ConsumerBuffer.State.ENDED;
    }

    private boolean await(Patience patience, ConsumerBuffer.Gate gate) throws JMSException {
        if (patience.asksBroker() && buffer.isEmpty()) {
            session.frames().grant(consumerId, true);
            session.frames().link.call(id -> new Request.Pull(id, consumerId));
        }
        if (!patience.waits()) {
            return gate.state() == ConsumerBuffer.State.OPEN && !buffer.isEmpty();
        }
        session.frames().grant(consumerId, true);
        try {
            return buffer.await(patience.deadlineNanos(), gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.caused(
                    new JMSException(
                            "the thread was interrupted while it waited for a message; nothing was"
                                    + " taken"),
                    e);
        }
    }

    private void grantNext() throws JMSException {
        session.frames().grant(consumerId, session.isXa() && buffer.hasArrivalHook());
    }

    /** What one attempt to take a delivery led to. */
    private record Taken(@Nullable TernMessage message, @Nullable JMSException unfitting) {
        static final Taken NOTHING = new Taken(null, null);
    }

    private Taken take(long tx, @Nullable Class<?> body, ConsumerBuffer.Gate gate)
            throws JMSException {
        Event.Deliver delivery = buffer.poll(gate);
        if (delivery == null) {
            return Taken.NOTHING;
        }
        if (isExpired(delivery)) {
            session.acknowledger().expired(delivery, tx);
            return Taken.NOTHING;
        }
        TernMessage message;
        JMSException unfitting = null;
        try {
            message = session.message(delivery);
            if (body != null) {
                unfitting = unfitting(message, body);
            }
        } catch (JMSException e) {
            buffer.putBack(delivery);
            throw e;
        }
        // A container's session without a branch acknowledges each message by itself, as AUTO does.
        boolean alone = session.isXa() && tx == Request.NO_TX;
        if (unfitting != null && (alone || session.acknowledger().leavesUnfitting())) {
            buffer.putBack(delivery);
        } else {
            session.acknowledger().received(delivery, tx);
        }
        return unfitting == null ? new Taken(message, null) : new Taken(null, unfitting);
    }

    /** Why a message's body cannot be had as that type (8.6), or null if it can. */
    private static @Nullable JMSException unfitting(TernMessage message, Class<?> body)
            throws JMSException {
        if (!message.isBodyAssignableTo(body) || message.getBody(body) == null) {
            return new MessageFormatException(
                    "the next message is a "
                            + message.getClass().getSimpleName()
                            + " whose body cannot be had as "
                            + body.getTypeName()
                            + "; use receive()");
        }
        return null;
    }

    private static boolean isExpired(Event.Deliver delivery) {
        long expiration = delivery.envelope().expiration();
        return expiration != 0 && expiration <= System.currentTimeMillis();
    }

    /**
     * Hands one delivery to a listener, if there is one.
     *
     * @return whether it is worth looking again
     */
    boolean dispatch(MessageListener listener, ConsumerBuffer.Gate gate) {
        session.listening().lock();
        try {
            if (buffer.isEmpty() || gate.state() != ConsumerBuffer.State.OPEN) {
                return false;
            }
            session.acknowledger().beforeNext();
            Event.Deliver delivery = session.scope().stamp(tx -> takeForListener(tx, gate));
            if (delivery != null) {
                boolean failed = !call(listener, delivery);
                session.acknowledger().afterListener(delivery, failed);
            }
            grantNext();
            return true;
        } catch (JMSException e) {
            LOG.log(
                    Level.WARNING,
                    "TERN0304 the last message of "
                            + session
                            + " may be delivered again, its acknowledgement failed: "
                            + e.getMessage());
            return session.frames().link.isAlive();
        } finally {
            session.listening().unlock();
        }
    }

    private Event.@Nullable Deliver takeForListener(long tx, ConsumerBuffer.Gate gate)
            throws JMSException {
        Event.Deliver delivery = buffer.poll(gate);
        if (delivery != null && isExpired(delivery)) {
            session.acknowledger().expired(delivery, tx);
            return null;
        }
        if (delivery != null) {
            session.acknowledger().beforeListener(delivery, tx);
        }
        return delivery;
    }

    /** Whether the listener returned. */
    private boolean call(MessageListener listener, Event.Deliver delivery) {
        try {
            listener.onMessage(session.message(delivery));
            return true;
        } catch (JMSException | RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "TERN0305 a listener failed with message "
                            + delivery.envelope().messageId()
                            + " (delivery "
                            + delivery.deliveries()
                            + ")",
                    e);
            return false;
        }
    }
}
