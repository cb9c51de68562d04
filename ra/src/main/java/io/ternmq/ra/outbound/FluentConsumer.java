package io.ternmq.ra.outbound;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.StreamMessage;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified API. Single-threaded as its context is. */
final class FluentConsumer implements JMSConsumer {

    private final MessageConsumer consumer;

    FluentConsumer(MessageConsumer consumer) {
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
        return body(() -> consumer.receive(), type);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeoutMillis) {
        return body(() -> consumer.receive(timeoutMillis), type);
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return body(consumer::receiveNoWait, type);
    }

    private static <T> @Nullable T body(
            Unchecked.Supplier<@Nullable Message> receive, Class<T> type) {
        return Unchecked.get(() -> bodyOf(receive.get(), type));
    }

    private static <T> @Nullable T bodyOf(@Nullable Message message, Class<T> type)
            throws JMSException {
        if (message == null) {
            return null;
        }
        T body = message instanceof StreamMessage ? null : message.getBody(type);
        if (body == null) {
            throw new MessageFormatException(
                    "a message without a body, or a StreamMessage, has nothing for receiveBody; use"
                            + " receive");
        }
        return body;
    }

    @Override
    public void close() {
        Unchecked.run(consumer::close);
    }
}
