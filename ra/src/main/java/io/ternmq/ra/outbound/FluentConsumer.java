package io.ternmq.ra.outbound;

import io.ternmq.jms.TernMessageConsumer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified API. Single-threaded as its context is. */
final class FluentConsumer implements JMSConsumer {

    private final ConsumerHandle consumer;

    FluentConsumer(ConsumerHandle consumer) {
        this.consumer = consumer;
    }

    @Override
    public @Nullable String getMessageSelector() {
        return Unchecked.get(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return Unchecked.get(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(MessageListener listener) {
        Unchecked.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public @Nullable Message receive() {
        return Unchecked.get(() -> consumer.receive());
    }

    @Override
    public @Nullable Message receive(long timeoutMillis) {
        return Unchecked.get(() -> consumer.receive(timeoutMillis));
    }

    @Override
    public @Nullable Message receiveNoWait() {
        return Unchecked.get(consumer::receiveNoWait);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeoutMillis) {
        return Unchecked.get(() -> body(physical().receive(timeoutMillis, type), type));
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return Unchecked.get(() -> body(physical().receiveNoWait(type), type));
    }

    /** Ours, which leaves a message in its place when its body is of another type (8.6). */
    private TernMessageConsumer physical() throws JMSException {
        return (TernMessageConsumer) consumer.physical();
    }

    private static <T> @Nullable T body(@Nullable Message message, Class<T> type)
            throws JMSException {
        return message == null ? null : message.getBody(type);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
