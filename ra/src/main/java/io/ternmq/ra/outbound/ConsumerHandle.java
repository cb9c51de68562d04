package io.ternmq.ra.outbound;

import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import org.jspecify.annotations.Nullable;

/** A consumer in an application's hands. Single-threaded as its session is, close excepted. */
final class ConsumerHandle implements QueueReceiver, TopicSubscriber {

    private final SessionHandle session;
    private final Destination destination;
    private final boolean noLocal;
    private final Bound<MessageConsumer> consumer;
    private volatile boolean closed;

    ConsumerHandle(
            SessionHandle session,
            Destination destination,
            boolean noLocal,
            Bound.Maker<MessageConsumer> maker)
            throws JMSException {
        this.session = session;
        this.destination = destination;
        this.noLocal = noLocal;
        this.consumer = session.bind(maker);
        physical();
    }

    MessageConsumer physical() throws JMSException {
        requireOpen();
        return consumer.on(session.physical());
    }

    private void requireOpen() throws IllegalStateException {
        if (closed) {
            throw new IllegalStateException("the consumer is closed; create another");
        }
    }

    @Override
    public @Nullable Message receive() throws JMSException {
        return physical().receive();
    }

    @Override
    public @Nullable Message receive(long timeoutMillis) throws JMSException {
        return physical().receive(timeoutMillis);
    }

    @Override
    public @Nullable Message receiveNoWait() throws JMSException {
        return physical().receiveNoWait();
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        return physical().getMessageSelector();
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        throw Forbidden.call("getMessageListener", "use a message-driven bean");
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        throw Forbidden.call("setMessageListener", "use a message-driven bean");
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        return (Queue) destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        requireOpen();
        return (Topic) destination;
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        requireOpen();
        return noLocal;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.drop(consumer);
        }
    }
}
