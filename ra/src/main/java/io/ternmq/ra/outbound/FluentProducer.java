package io.ternmq.ra.outbound;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A producer of the simplified API. Its properties and headers are those of a message that is never
 * sent, so that they follow the message's own rules of conversion. Single-threaded as its context
 * is.
 */
final class FluentProducer implements JMSProducer {

    private final SessionHandle session;
    private final MessageProducer producer;
    private final Message template;

    FluentProducer(SessionHandle session) throws JMSException {
        this.session = session;
        this.producer = session.createProducer(null);
        this.template = session.createMessage();
    }

    private JMSProducer with(Unchecked.Action action) {
        Unchecked.run(action);
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, Message message) {
        return with(
                () -> {
                    if (message == null) {
                        throw new MessageFormatException("the message is null; give one");
                    }
                    decorate(message);
                    producer.send(destination, message);
                });
    }

    /** Properties and headers of the producer go over those of the message (7.5, 7.6). */
    private void decorate(Message message) throws JMSException {
        for (Enumeration<?> names = template.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            message.setObjectProperty(name, template.getObjectProperty(name));
        }
        String correlationId = template.getJMSCorrelationID();
        if (correlationId != null) {
            message.setJMSCorrelationID(correlationId);
        }
        String type = template.getJMSType();
        if (type != null) {
            message.setJMSType(type);
        }
        Destination replyTo = template.getJMSReplyTo();
        if (replyTo != null) {
            message.setJMSReplyTo(replyTo);
        }
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable String body) {
        return send(destination, Unchecked.get(() -> session.createTextMessage(body)));
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Map<String, Object> body) {
        return send(
                destination,
                Unchecked.get(
                        () -> {
                            MapMessage message = session.createMapMessage();
                            if (body != null) {
                                for (Map.Entry<String, Object> entry : body.entrySet()) {
                                    message.setObject(entry.getKey(), entry.getValue());
                                }
                            }
                            return message;
                        }));
    }

    @Override
    public JMSProducer send(Destination destination, byte @Nullable [] body) {
        return send(
                destination,
                Unchecked.get(
                        () -> {
                            BytesMessage message = session.createBytesMessage();
                            if (body != null) {
                                message.writeBytes(body);
                            }
                            return message;
                        }));
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Serializable body) {
        return send(destination, Unchecked.get(() -> session.createObjectMessage(body)));
    }

    @Override
    public JMSProducer setAsync(@Nullable CompletionListener listener) {
        if (listener != null) {
            throw Forbidden.unchecked("setAsync", "send without a CompletionListener");
        }
        return this;
    }

    @Override
    public @Nullable CompletionListener getAsync() {
        return null;
    }

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        return with(() -> producer.setDisableMessageID(value));
    }

    @Override
    public boolean getDisableMessageID() {
        return Unchecked.get(producer::getDisableMessageID);
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        return with(() -> producer.setDisableMessageTimestamp(value));
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return Unchecked.get(producer::getDisableMessageTimestamp);
    }

    @Override
    public JMSProducer setDeliveryMode(int deliveryMode) {
        return with(() -> producer.setDeliveryMode(deliveryMode));
    }

    @Override
    public int getDeliveryMode() {
        return Unchecked.get(producer::getDeliveryMode);
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return with(() -> producer.setPriority(priority));
    }

    @Override
    public int getPriority() {
        return Unchecked.get(producer::getPriority);
    }

    @Override
    public JMSProducer setTimeToLive(long timeToLive) {
        return with(() -> producer.setTimeToLive(timeToLive));
    }

    @Override
    public long getTimeToLive() {
        return Unchecked.get(producer::getTimeToLive);
    }

    @Override
    public JMSProducer setDeliveryDelay(long deliveryDelay) {
        return with(() -> producer.setDeliveryDelay(deliveryDelay));
    }

    @Override
    public long getDeliveryDelay() {
        return Unchecked.get(producer::getDeliveryDelay);
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return with(() -> template.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return with(() -> template.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return with(() -> template.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return with(() -> template.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return with(() -> template.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return with(() -> template.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return with(() -> template.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return with(() -> template.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, Object value) {
        return with(() -> template.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        return with(template::clearProperties);
    }

    @Override
    public boolean propertyExists(String name) {
        return Unchecked.get(() -> template.propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return Unchecked.get(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return Unchecked.get(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return Unchecked.get(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return Unchecked.get(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return Unchecked.get(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return Unchecked.get(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return Unchecked.get(() -> template.getDoubleProperty(name));
    }

    @Override
    public @Nullable String getStringProperty(String name) {
        return Unchecked.get(() -> template.getStringProperty(name));
    }

    @Override
    public @Nullable Object getObjectProperty(String name) {
        return Unchecked.get(() -> template.getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return Unchecked.get(
                () -> {
                    Set<String> found = new LinkedHashSet<>();
                    for (Enumeration<?> names = template.getPropertyNames();
                            names.hasMoreElements(); ) {
                        found.add((String) names.nextElement());
                    }
                    return Collections.unmodifiableSet(found);
                });
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] correlationId) {
        return with(() -> template.setJMSCorrelationIDAsBytes(correlationId));
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return Unchecked.get(template::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(@Nullable String correlationId) {
        return with(() -> template.setJMSCorrelationID(correlationId));
    }

    @Override
    public @Nullable String getJMSCorrelationID() {
        return Unchecked.get(template::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(@Nullable String type) {
        return with(() -> template.setJMSType(type));
    }

    @Override
    public @Nullable String getJMSType() {
        return Unchecked.get(template::getJMSType);
    }

    @Override
    public JMSProducer setJMSReplyTo(@Nullable Destination replyTo) {
        return with(() -> template.setJMSReplyTo(replyTo));
    }

    @Override
    public @Nullable Destination getJMSReplyTo() {
        return Unchecked.get(template::getJMSReplyTo);
    }
}
