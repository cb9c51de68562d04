package io.ternmq.wire.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.codec.EncodingCodes;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Encodes content: AMQP 1.0 sections in the order annotations, properties, application properties,
 * body, as the AMQP binding of JMS lays them out. {@link ContentReader} decodes it.
 *
 * <p>Threadsafe: it keeps nothing.
 */
public final class ContentCodec {

    static final Symbol KIND = Symbol.valueOf("x-opt-jms-msg-type");
    static final Symbol REPLY_TO_KIND = Symbol.valueOf("x-opt-jms-reply-to");
    static final Symbol GROUP_SEQUENCE = Symbol.valueOf("x-opt-tern-group-seq");

    static final Byte QUEUE = 0;
    static final Byte TOPIC = 1;

    private static final Encoder ENCODER = CodecFactory.getDefaultEncoder();

    private ContentCodec() {}

    /**
     * Encodes a message's content.
     *
     * @throws MalformedContentException if a value has no encoding, such as a string with half a
     *     surrogate pair
     */
    public static Content encode(ContentHeader header, MessageBody body) {
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(256);
        EncoderState state = ENCODER.newEncoderState();
        try {
            ENCODER.writeObject(buffer, state, annotations(header, body.kind()));
            Properties properties = properties(header);
            if (properties != null) {
                ENCODER.writeObject(buffer, state, properties);
            }
            if (!header.properties().isEmpty()) {
                ENCODER.writeObject(buffer, state, new ApplicationProperties(header.properties()));
            }
            if (body instanceof MessageBody.Stream stream) {
                writeSequence(buffer, state, stream.elements());
            }
            if (body instanceof MessageBody.Bytes binary) {
                return withData(buffer, binary.bytes());
            }
            if (body instanceof MessageBody.Serialized binary) {
                return withData(buffer, binary.bytes());
            }
            Object section = section(body);
            if (section != null) {
                ENCODER.writeObject(buffer, state, section);
            }
        } catch (RuntimeException e) {
            throw new MalformedContentException(
                    "the message cannot be encoded: " + e.getMessage(), e);
        }
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return Content.of(bytes);
    }

    /** By hand, since a large body would be copied twice more in a buffer that grows. */
    private static Content withData(ProtonBuffer before, byte[] body) {
        boolean small = body.length <= 0xff;
        before.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        before.writeByte(EncodingCodes.SMALLULONG);
        before.writeByte(Data.DESCRIPTOR_CODE.byteValue());
        before.writeByte(small ? EncodingCodes.VBIN8 : EncodingCodes.VBIN32);
        if (small) {
            before.writeByte((byte) body.length);
        } else {
            before.writeInt(body.length);
        }
        int start = before.getReadableBytes();
        byte[] bytes = new byte[Math.addExact(start, body.length)];
        before.readBytes(bytes, 0, start);
        System.arraycopy(body, 0, bytes, start, body.length);
        return Content.of(bytes);
    }

    private static MessageAnnotations annotations(ContentHeader header, BodyKind kind) {
        Map<Symbol, Object> annotations = new LinkedHashMap<>();
        annotations.put(KIND, kind.code());
        DestinationName replyTo = header.replyTo();
        if (replyTo != null) {
            annotations.put(
                    REPLY_TO_KIND, replyTo.kind() == DestinationName.Kind.TOPIC ? TOPIC : QUEUE);
        }
        Integer groupSequence = header.groupSequence();
        if (groupSequence != null) {
            annotations.put(GROUP_SEQUENCE, groupSequence);
        }
        return new MessageAnnotations(annotations);
    }

    private static @Nullable Properties properties(ContentHeader header) {
        if (header.correlationId() == null && header.replyTo() == null && header.type() == null) {
            return null;
        }
        Properties properties = new Properties();
        if (header.correlationId() != null) {
            properties.setCorrelationId(header.correlationId());
        }
        DestinationName replyTo = header.replyTo();
        if (replyTo != null) {
            properties.setReplyTo(replyTo.name());
        }
        if (header.type() != null) {
            properties.setSubject(header.type());
        }
        return properties;
    }

    private static @Nullable Object section(MessageBody body) {
        if (body instanceof MessageBody.Text text) {
            return new AmqpValue<>(text.text());
        }
        if (body instanceof MessageBody.Entries map) {
            Map<String, @Nullable Object> encodable = new LinkedHashMap<>();
            map.entries().forEach((name, value) -> encodable.put(name, encodable(value)));
            return new AmqpValue<>(encodable);
        }
        return null;
    }

    /** By hand, since the library's own encoder of lists fails on a null element. */
    private static void writeSequence(
            ProtonBuffer buffer, EncoderState state, List<@Nullable Object> elements) {
        buffer.ensureWritable(12 + elements.size());
        buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        buffer.writeByte(EncodingCodes.SMALLULONG);
        buffer.writeByte(AmqpSequence.DESCRIPTOR_CODE.byteValue());
        buffer.writeByte(EncodingCodes.LIST32);
        int sizeOffset = buffer.getWriteOffset();
        buffer.writeInt(0);
        buffer.writeInt(elements.size());
        for (Object element : elements) {
            ENCODER.writeObject(buffer, state, encodable(element));
        }
        buffer.setInt(sizeOffset, buffer.getWriteOffset() - sizeOffset - Integer.BYTES);
    }

    /** A Java array would become an AMQP array, which is another type than binary. */
    private static @Nullable Object encodable(@Nullable Object value) {
        return value instanceof byte[] bytes ? new Binary(bytes) : value;
    }
}
