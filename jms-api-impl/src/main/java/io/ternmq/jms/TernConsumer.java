package io.ternmq.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified API. */
final class TernConsumer implements JMSConsumer {

    private final TernMessageConsumer consumer;

    TernConsumer(TernMessageConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public @Nullable String getMessageSelector() {
        return Failures.unchecked(consumer::getMessageSelector);
    }

    @Override
    public @Nullable MessageListener getMessageListener() {
        return Failures.unchecked(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) {
        Failures.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public @Nullable Message receive() {
        return Failures.unchecked(() -> consumer.receive());
    }

    @Override
    public @Nullable Message receive(long timeout) {
        return Failures.unchecked(() -> consumer.receive(timeout));
    }

    @Override
    public @Nullable Message receiveNoWait() {
        return Failures.unchecked(() -> consumer.receiveNoWait());
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeout) {
        return Failures.unchecked(() -> body(consumer.receive(timeout, type), type));
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return Failures.unchecked(() -> body(consumer.receiveNoWait(type), type));
    }

    private static <T> @Nullable T body(@Nullable TernMessage message, Class<T> type)
            throws jakarta.jms.JMSException {
        return message == null ? null : message.getBody(type);
    }

    @Override
    public void close() {
        Failures.run(consumer::close);
    }
}
