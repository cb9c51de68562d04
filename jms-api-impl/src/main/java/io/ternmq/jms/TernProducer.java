package io.ternmq.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A producer of the simplified API. Its properties and headers override those of the messages that
 * it sends (7.5, 7.6).
 */
final class TernProducer implements JMSProducer {

    private final TernContext context;
    private final PropertyMap properties = new PropertyMap();
    private Outgoing.Options options = Outgoing.Options.DEFAULT;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private @Nullable String correlationId;
    private @Nullable String type;
    private @Nullable Destination replyTo;

    TernProducer(TernContext context) {
        this.context = context;
    }

    /** A change that the classic API may refuse. */
    private interface Change {
        void make() throws JMSException;
    }

    private JMSProducer with(Change change) {
        Failures.run(change::make);
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Message message) {
        return with(
                () -> {
                    if (message == null) {
                        throw new jakarta.jms.MessageFormatException(
                                "the message is null; give a message");
                    }
                    override(message);
                    context.send(destination, message, options);
                });
    }

    private void override(Message message) throws JMSException {
        if (!properties.isEmpty() && message instanceof TernMessage ours) {
            // A received message's own properties are read-only to the application, not to us.
            properties.copy().forEach(ours.properties()::provide);
        } else {
            for (String name : properties.names()) {
                message.setObjectProperty(name, properties.get(name));
            }
        }
        if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        if (type != null) {
            message.setJMSType(type);
        }
        if (replyTo != null) {
            message.setJMSReplyTo(replyTo);
        }
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable String body) {
        return send(destination, new TernTextMessage(body));
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Map<String, Object> body) {
        TernMapMessage message = new TernMapMessage();
        return with(
                () -> {
                    if (body != null) {
                        for (Map.Entry<String, Object> entry : body.entrySet()) {
                            message.setObject(entry.getKey(), entry.getValue());
                        }
                    }
                    send(destination, message);
                });
    }

    @Override
    public JMSProducer send(Destination destination, byte @Nullable [] body) {
        TernBytesMessage message = new TernBytesMessage();
        return with(
                () -> {
                    if (body != null) {
                        message.writeBytes(body);
                    }
                    send(destination, message);
                });
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Serializable body) {
        TernObjectMessage message = new TernObjectMessage(new TrustedPackages("*"));
        return with(
                () -> {
                    message.setObject(body);
                    send(destination, message);
                });
    }

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        disableMessageId = value;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return disableMessageId;
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        disableTimestamp = value;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return disableTimestamp;
    }

    @Override
    public JMSProducer setDeliveryMode(int deliveryMode) {
        return with(() -> options = options.withDeliveryMode(deliveryMode));
    }

    @Override
    public int getDeliveryMode() {
        return options.deliveryMode();
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return with(() -> options = options.withPriority(priority));
    }

    @Override
    public int getPriority() {
        return options.priority();
    }

    @Override
    public JMSProducer setTimeToLive(long timeToLive) {
        return with(() -> options = options.withTimeToLive(timeToLive));
    }

    @Override
    public long getTimeToLive() {
        return options.timeToLiveMs();
    }

    @Override
    public JMSProducer setDeliveryDelay(long deliveryDelay) {
        return with(() -> TernMessageProducer.checkDeliveryDelay(deliveryDelay));
    }

    @Override
    public long getDeliveryDelay() {
        return 0;
    }

    @Override
    public JMSProducer setAsync(@Nullable CompletionListener listener) {
        if (listener != null) {
            throw Failures.unchecked(TernMessageProducer.asynchronous());
        }
        return this;
    }

    @Override
    public @Nullable CompletionListener getAsync() {
        return null;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable String value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable Object value) {
        return with(() -> properties.set(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        properties.clear();
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return properties.exists(name);
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return read(() -> Conversions.toBoolean(properties.get(name)));
    }

    @Override
    public byte getByteProperty(String name) {
        return read(() -> Conversions.toByte(properties.get(name)));
    }

    @Override
    public short getShortProperty(String name) {
        return read(() -> Conversions.toShort(properties.get(name)));
    }

    @Override
    public int getIntProperty(String name) {
        return read(() -> Conversions.toInt(properties.get(name)));
    }

    @Override
    public long getLongProperty(String name) {
        return read(() -> Conversions.toLong(properties.get(name)));
    }

    @Override
    public float getFloatProperty(String name) {
        return read(() -> Conversions.toFloat(properties.get(name)));
    }

    @Override
    public double getDoubleProperty(String name) {
        return read(() -> Conversions.toDouble(properties.get(name)));
    }

    @Override
    public @Nullable String getStringProperty(String name) {
        return read(() -> Conversions.toText(properties.get(name)));
    }

    @Override
    public @Nullable Object getObjectProperty(String name) {
        return properties.get(name);
    }

    private static <T> T read(Failures.Call<T> conversion) {
        return Failures.unchecked(conversion);
    }

    @Override
    public Set<String> getPropertyNames() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(properties.names()));
    }

    /** Not supported, as bytes are optional (3.4.5). */
    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] id) {
        throw TernMessage.bytesAsCorrelationId();
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        throw TernMessage.bytesAsCorrelationId();
    }

    @Override
    public JMSProducer setJMSCorrelationID(@Nullable String id) {
        correlationId = id;
        return this;
    }

    @Override
    public @Nullable String getJMSCorrelationID() {
        return correlationId;
    }

    @Override
    public JMSProducer setJMSType(@Nullable String name) {
        type = name;
        return this;
    }

    @Override
    public @Nullable String getJMSType() {
        return type;
    }

    @Override
    public JMSProducer setJMSReplyTo(@Nullable Destination to) {
        replyTo = to;
        return this;
    }

    @Override
    public @Nullable Destination getJMSReplyTo() {
        return replyTo;
    }
}
