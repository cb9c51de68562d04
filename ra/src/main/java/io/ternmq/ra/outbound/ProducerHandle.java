package io.ternmq.ra.outbound;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import org.jspecify.annotations.Nullable;

/**
 * A producer in an application's hands: keeps its own settings and gives them with each send, so
 * that it can move to another session. Single-threaded as its session is.
 */
final class ProducerHandle implements QueueSender, TopicPublisher {

    private final SessionHandle session;
    private final @Nullable Destination destination;
    private final Bound<MessageProducer> producer;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private boolean messageIdDisabled;
    private boolean timestampDisabled;
    private volatile boolean closed;

    ProducerHandle(SessionHandle session, @Nullable Destination destination) throws JMSException {
        this.session = session;
        this.destination = destination;
        this.producer = session.bind(s -> s.createProducer(destination));
        physical();
    }

    private MessageProducer physical() throws JMSException {
        requireOpen();
        return producer.on(session.physical());
    }

    private void requireOpen() throws IllegalStateException {
        if (closed) {
            throw new IllegalStateException("the producer is closed; create another");
        }
    }

    /** The session's producer with this handle's settings. */
    private MessageProducer ready() throws JMSException {
        MessageProducer ready = physical();
        ready.setDeliveryDelay(deliveryDelay);
        ready.setDisableMessageID(messageIdDisabled);
        ready.setDisableMessageTimestamp(timestampDisabled);
        return ready;
    }

    @Override
    public void send(Message message) throws JMSException {
        ready().send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        ready().send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(@Nullable Destination destination, Message message) throws JMSException {
        ready().send(destination, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(
            @Nullable Destination destination,
            Message message,
            int deliveryMode,
            int priority,
            long timeToLive)
            throws JMSException {
        ready().send(destination, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(@Nullable Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(
            @Nullable Queue queue, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) queue, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void publish(@Nullable Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(
            @Nullable Topic topic, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        send((Destination) topic, message, deliveryMode, priority, timeToLive);
    }

    private static JMSException asynchronous() {
        return Forbidden.call("an asynchronous send", "send without a CompletionListener");
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(
            Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(Destination destination, Message message, CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void send(
            Destination destination,
            Message message,
            int mode,
            int priority,
            long timeToLive,
            CompletionListener listener)
            throws JMSException {
        throw asynchronous();
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        requireOpen();
        messageIdDisabled = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen();
        return messageIdDisabled;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        requireOpen();
        timestampDisabled = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen();
        return timestampDisabled;
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        physical().setDeliveryMode(deliveryMode);
        this.deliveryMode = deliveryMode;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        physical().setPriority(priority);
        this.priority = priority;
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long timeToLive) throws JMSException {
        physical().setTimeToLive(timeToLive);
        this.timeToLive = timeToLive;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen();
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(long deliveryDelay) throws JMSException {
        physical().setDeliveryDelay(deliveryDelay);
        this.deliveryDelay = deliveryDelay;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen();
        return deliveryDelay;
    }

    @Override
    public @Nullable Destination getDestination() throws JMSException {
        requireOpen();
        return destination;
    }

    @Override
    public @Nullable Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public @Nullable Topic getTopic() throws JMSException {
        return (Topic) getDestination();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.drop(producer);
        }
    }
}
