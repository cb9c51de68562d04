package io.ternmq.jms;

import io.ternmq.wire.message.DestinationName;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to one queue, or to any if it was made without one.
 *
 * <p>A send returns when the broker has answered: for a persistent message outside a transaction
 * that is when it is durable. The hints to leave out message ids and timestamps are taken and not
 * followed. Used by the session's thread.
 */
public final class TernMessageProducer implements QueueSender {

    private final TernSession session;
    private final @Nullable Destination destination;
    private Outgoing.Options options = Outgoing.Options.DEFAULT;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private volatile boolean closed;

    TernMessageProducer(TernSession session, @Nullable Destination destination) {
        this.session = session;
        this.destination = destination;
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public @Nullable Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) destination;
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        checkOpen();
        disableMessageId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return disableMessageId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        checkOpen();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        checkOpen();
        options = options.withDeliveryMode(deliveryMode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return options.deliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        checkOpen();
        options = options.withPriority(priority);
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return options.priority();
    }

    /** {@code timeToLive}: milliseconds, 0 for ever. */
    @Override
    public void setTimeToLive(long timeToLive) throws JMSException {
        checkOpen();
        options = options.withTimeToLive(timeToLive);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return options.timeToLiveMs();
    }

    /** Only 0 until delivery delays come with a later version. */
    @Override
    public void setDeliveryDelay(long deliveryDelay) throws JMSException {
        checkOpen();
        checkDeliveryDelay(deliveryDelay);
    }

    static void checkDeliveryDelay(long deliveryDelay) throws JMSException {
        if (deliveryDelay != 0) {
            throw Failures.later(
                    "delivery delays (here " + deliveryDelay + " ms)", "send when it is time");
        }
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return 0;
    }

    @Override
    public void send(Message message) throws JMSException {
        sendTo(own(), message, options);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        sendTo(own(), message, options(deliveryMode, priority, timeToLive));
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        sendTo(other(to), message, options);
    }

    @Override
    public void send(
            Destination to, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        sendTo(other(to), message, options(deliveryMode, priority, timeToLive));
    }

    @Override
    public void send(Queue to, Message message) throws JMSException {
        send((Destination) to, message);
    }

    @Override
    public void send(Queue to, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) to, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(
            Message message,
            int deliveryMode,
            int priority,
            long timeToLive,
            CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(
            Destination to,
            Message message,
            int deliveryMode,
            int priority,
            long timeToLive,
            CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    static JMSException asynchronous() {
        return Failures.later(
                "sends with a CompletionListener", "use send without one, from several sessions");
    }

    private static Outgoing.Options options(int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        return Outgoing.Options.DEFAULT
                .withDeliveryMode(deliveryMode)
                .withPriority(priority)
                .withTimeToLive(timeToLive);
    }

    private Destination own() {
        if (destination == null) {
            throw new UnsupportedOperationException(
                    "this producer was made without a destination; use send(destination, message)");
        }
        return destination;
    }

    private Destination other(@Nullable Destination to) throws JMSException {
        if (destination != null) {
            throw new UnsupportedOperationException(
                    "this producer was made for "
                            + destination
                            + "; use send(message), or a producer made without a destination");
        }
        if (to == null) {
            throw new InvalidDestinationException("the destination is null; give a queue");
        }
        return to;
    }

    /** Sends a message as told, whatever the producer's own options. */
    void sendTo(Destination to, @Nullable Message message, Outgoing.Options how)
            throws JMSException {
        checkOpen();
        if (message == null) {
            throw new MessageFormatException("the message is null; give a message");
        }
        DestinationName queue = TernDestination.queueName(to);
        Outgoing outgoing =
                Outgoing.of(
                        message,
                        queue,
                        how,
                        session.nextMessageId(),
                        System.currentTimeMillis(),
                        session.maxMessageBytes());
        session.send(outgoing);
        outgoing.mark(message, to);
    }

    private void checkOpen() throws JMSException {
        session.checkOpen();
        if (closed) {
            throw new IllegalStateException("the producer is closed; make another one");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "TernMessageProducer["
                + destination
                + ", "
                + (options.deliveryMode() == DeliveryMode.PERSISTENT
                        ? "persistent"
                        : "non-persistent")
                + "]";
    }
}
