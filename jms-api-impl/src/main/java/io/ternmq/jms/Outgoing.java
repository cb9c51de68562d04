package io.ternmq.jms;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentCodec;
import io.ternmq.wire.message.ContentHeader;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import io.ternmq.wire.message.MalformedContentException;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message made ready to be sent: encoded, so that the application may change it at once.
 *
 * @param envelope what the broker reads
 * @param content what it does not
 */
record Outgoing(Envelope envelope, Content content) {

    /** The longest duplicate id in bytes of UTF-8. */
    static final int MAX_DUPLICATE_ID_BYTES = 256;

    /** How a message is to be sent; what the message itself says of it is ignored (3.4.11). */
    record Options(int deliveryMode, int priority, long timeToLiveMs) {

        static final Options DEFAULT =
                new Options(
                        Message.DEFAULT_DELIVERY_MODE,
                        Message.DEFAULT_PRIORITY,
                        Message.DEFAULT_TIME_TO_LIVE);

        Options withDeliveryMode(int mode) throws JMSException {
            if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
                throw new JMSException(
                        "delivery mode is "
                                + mode
                                + "; give DeliveryMode.PERSISTENT (2) or NON_PERSISTENT (1)");
            }
            return new Options(mode, priority, timeToLiveMs);
        }

        Options withPriority(int level) throws JMSException {
            if (level < 0 || level > 9) {
                throw new JMSException("priority is " + level + "; give 0 to 9");
            }
            return new Options(deliveryMode, level, timeToLiveMs);
        }

        Options withTimeToLive(long ms) throws JMSException {
            if (ms < 0) {
                throw new JMSException("time to live is " + ms + " ms; give 0 (for ever) or more");
            }
            return new Options(deliveryMode, priority, ms);
        }
    }

    /**
     * Encodes a message, and sets its headers to how it is sent.
     *
     * @param messageId starts with {@code ID:}
     * @param maxBytes the largest content that the broker takes
     * @throws ResourceAllocationException if it is larger; names size and limit
     */
    static Outgoing of(
            Message message,
            DestinationName to,
            Options options,
            String messageId,
            long nowMs,
            int maxBytes)
            throws JMSException {
        TernMessage ours =
                message instanceof TernMessage tern ? tern : ForeignMessage.copy(message);
        Map<String, @Nullable Object> properties = ours.properties().copy();
        String groupId = (String) properties.remove(PropertyMap.GROUP_ID);
        Integer groupSequence = (Integer) properties.remove(PropertyMap.GROUP_SEQUENCE);
        String duplicateId = duplicateId((String) properties.remove(PropertyMap.DUPLICATE_ID));
        properties
                .keySet()
                .removeIf(
                        name ->
                                name.equals(PropertyMap.DELIVERY_COUNT)
                                        || name.startsWith(PropertyMap.DEAD_PREFIX));
        String correlationId = ours.getJMSCorrelationID();
        Destination replyTo = ours.getJMSReplyTo();
        ContentHeader header =
                new ContentHeader(
                        correlationId,
                        replyTo == null ? null : TernDestination.name(replyTo),
                        ours.getJMSType(),
                        groupSequence,
                        properties);
        Content content;
        try {
            content = ContentCodec.encode(header, ours.body());
        } catch (MalformedContentException e) {
            throw Failures.caused(new MessageFormatException(e.getMessage()), e);
        }
        if (content.size() > maxBytes) {
            throw new ResourceAllocationException(
                    "the message has "
                            + content.size()
                            + " bytes, and the broker's limit maxMessageBytes is "
                            + maxBytes
                            + "; send several smaller ones, or raise the limit",
                    ErrorCode.LIMIT.name());
        }
        long expiration = options.timeToLiveMs() == 0 ? 0 : plus(nowMs, options.timeToLiveMs());
        Envelope envelope =
                new Envelope(
                        messageId,
                        to,
                        options.deliveryMode() == DeliveryMode.PERSISTENT,
                        options.priority(),
                        nowMs,
                        expiration,
                        nowMs,
                        groupId,
                        duplicateId);
        return new Outgoing(envelope, content);
    }

    /** Tells the application how its message was sent (3.4.11); through setters, as for any. */
    void mark(Message message, Destination destination) throws JMSException {
        message.setJMSMessageID(envelope.messageId());
        message.setJMSDestination(destination);
        message.setJMSTimestamp(envelope.timestamp());
        message.setJMSDeliveryTime(envelope.deliveryTime());
        message.setJMSExpiration(envelope.expiration());
        message.setJMSPriority(envelope.priority());
        message.setJMSDeliveryMode(
                envelope.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
    }

    private static long plus(long nowMs, long ms) {
        long sum = nowMs + ms;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static @Nullable String duplicateId(@Nullable String id) throws JMSException {
        if (id != null && id.getBytes(StandardCharsets.UTF_8).length > MAX_DUPLICATE_ID_BYTES) {
            throw new MessageFormatException(
                    PropertyMap.DUPLICATE_ID
                            + " has "
                            + id.getBytes(StandardCharsets.UTF_8).length
                            + " bytes of UTF-8; give at most "
                            + MAX_DUPLICATE_ID_BYTES);
        }
        return id;
    }
}
