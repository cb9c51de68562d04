package io.ternmq.jms;

import io.ternmq.wire.message.ContentReader;
import io.ternmq.wire.message.MalformedContentException;
import io.ternmq.wire.message.MessageBody;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A message without a body, and what all messages have in common: headers, properties, and a body
 * that is decoded only when it is asked for.
 *
 * <p>Used by one thread at a time (Jakarta Messaging 3.1, 2.14).
 */
public sealed class TernMessage implements Message
        permits TernBytesMessage,
                TernMapMessage,
                TernObjectMessage,
                TernStreamMessage,
                TernTextMessage {

    /** What {@link #acknowledge} does; belongs to the session that the message came from. */
    interface Acknowledgement {
        void acknowledge() throws JMSException;
    }

    private final PropertyMap properties = new PropertyMap();
    private @Nullable String messageId;
    private long timestamp;
    private @Nullable String correlationId;
    private @Nullable Destination replyTo;
    private @Nullable Destination destination;
    private int deliveryMode = DeliveryMode.PERSISTENT;
    private boolean redelivered;
    private @Nullable String type;
    private long expiration;
    private long deliveryTime;
    private int priority = DEFAULT_PRIORITY;

    private boolean bodyReadOnly;
    private @Nullable ContentReader undecoded;
    private @Nullable Acknowledgement acknowledgement;

    TernMessage() {}

    /** Makes this a received message: its body is decoded later, and nothing may be changed. */
    final void received(ContentReader content, Acknowledgement onAcknowledge) {
        undecoded = content;
        acknowledgement = onAcknowledge;
        bodyReadOnly = true;
        properties.makeReadOnly();
    }

    final PropertyMap properties() {
        return properties;
    }

    /** The body as it is to be sent. */
    final MessageBody body() throws JMSException {
        decode();
        return write();
    }

    /** Decodes the body if that has not happened yet. */
    final void decode() throws JMSException {
        ContentReader content = undecoded;
        if (content != null) {
            try {
                read(content.body());
            } catch (MalformedContentException e) {
                throw Failures.caused(new MessageFormatException(e.getMessage()), e);
            }
            undecoded = null;
        }
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void setBodyReadOnly(boolean readOnly) {
        bodyReadOnly = readOnly;
    }

    final void checkBodyWritable() throws JMSException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException(
                    "the body of this message is read-only; call clearBody() first");
        }
    }

    /** The body of this kind of message. */
    MessageBody write() throws JMSException {
        return new MessageBody.None();
    }

    /** Takes over a decoded body. */
    void read(MessageBody body) throws JMSException {}

    /** Forgets the body. */
    void forgetBody() {}

    /** The body as one object, or null if there is none. */
    @Nullable Object bodyObject() throws JMSException {
        return null;
    }

    /** Whether a body may be asked for by {@link #getBody} at all. */
    boolean hasBodyObject() {
        return true;
    }

    @Override
    public final void clearBody() throws JMSException {
        undecoded = null;
        bodyReadOnly = false;
        forgetBody();
    }

    @Override
    public final <T> @Nullable T getBody(Class<T> wanted) throws JMSException {
        if (!hasBodyObject()) {
            throw new MessageFormatException(
                    "a StreamMessage has no body as one object; read its elements");
        }
        Object body = bodyObject();
        if (body != null && !wanted.isInstance(body)) {
            throw new MessageFormatException(
                    "the body is a "
                            + body.getClass().getTypeName()
                            + " and cannot be had as "
                            + wanted.getTypeName());
        }
        return wanted.cast(body);
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's signature
    public final boolean isBodyAssignableTo(Class wanted) throws JMSException {
        return hasBodyObject() && isBodyAssignable((Class<?>) wanted);
    }

    /** Answers for a kind of message that may have a body as one object, and changes nothing. */
    boolean isBodyAssignable(Class<?> wanted) throws JMSException {
        Object body = bodyObject();
        return body == null || wanted.isInstance(body);
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledgement != null) {
            acknowledgement.acknowledge();
        }
    }

    @Override
    public final @Nullable String getJMSMessageID() {
        return messageId;
    }

    @Override
    public final void setJMSMessageID(@Nullable String id) {
        messageId = id;
    }

    @Override
    public final long getJMSTimestamp() {
        return timestamp;
    }

    @Override
    public final void setJMSTimestamp(long atMs) {
        timestamp = atMs;
    }

    @Override
    public final byte[] getJMSCorrelationIDAsBytes() {
        throw bytesAsCorrelationId();
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] id) {
        throw bytesAsCorrelationId();
    }

    static UnsupportedOperationException bytesAsCorrelationId() {
        return new UnsupportedOperationException(
                "correlation ids as bytes are optional in Jakarta Messaging (3.4.5) and not"
                        + " supported; use setJMSCorrelationID(String)");
    }

    @Override
    public final void setJMSCorrelationID(@Nullable String id) {
        correlationId = id;
    }

    @Override
    public final @Nullable String getJMSCorrelationID() {
        return correlationId;
    }

    @Override
    public final @Nullable Destination getJMSReplyTo() {
        return replyTo;
    }

    @Override
    public final void setJMSReplyTo(@Nullable Destination to) {
        replyTo = to;
    }

    @Override
    public final @Nullable Destination getJMSDestination() {
        return destination;
    }

    @Override
    public final void setJMSDestination(@Nullable Destination to) {
        destination = to;
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public final void setJMSDeliveryMode(int mode) {
        deliveryMode = mode;
    }

    @Override
    public final boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean again) {
        redelivered = again;
    }

    @Override
    public final @Nullable String getJMSType() {
        return type;
    }

    @Override
    public final void setJMSType(@Nullable String name) {
        type = name;
    }

    @Override
    public final long getJMSExpiration() {
        return expiration;
    }

    @Override
    public final void setJMSExpiration(long atMs) {
        expiration = atMs;
    }

    @Override
    public final long getJMSDeliveryTime() {
        return deliveryTime;
    }

    @Override
    public final void setJMSDeliveryTime(long atMs) {
        deliveryTime = atMs;
    }

    @Override
    public final int getJMSPriority() {
        return priority;
    }

    @Override
    public final void setJMSPriority(int level) {
        priority = level;
    }

    @Override
    public final void clearProperties() {
        properties.clear();
    }

    @Override
    public final boolean propertyExists(String name) {
        return properties.exists(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return Conversions.toBoolean(properties.get(name));
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return Conversions.toByte(properties.get(name));
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return Conversions.toShort(properties.get(name));
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return Conversions.toInt(properties.get(name));
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return Conversions.toLong(properties.get(name));
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return Conversions.toFloat(properties.get(name));
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return Conversions.toDouble(properties.get(name));
    }

    @Override
    public final @Nullable String getStringProperty(String name) throws JMSException {
        return Conversions.toText(properties.get(name));
    }

    @Override
    public final @Nullable Object getObjectProperty(String name) {
        return properties.get(name);
    }

    @Override
    public final Enumeration<String> getPropertyNames() {
        return Collections.enumeration(properties.copy().keySet());
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setStringProperty(String name, @Nullable String value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public final void setObjectProperty(String name, @Nullable Object value) throws JMSException {
        properties.set(name, value);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + messageId + "]";
    }
}
