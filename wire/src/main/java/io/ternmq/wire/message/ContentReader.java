package io.ternmq.wire.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBuffer;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
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
 * Reads the content of one message: header and kind at once, the body when asked for.
 *
 * <p>Used by one thread at a time. Each call of {@link #body} decodes anew, so that what one caller
 * does with it reaches no other.
 */
public final class ContentReader {

    private static final Decoder DECODER = CodecFactory.getDefaultDecoder();

    private final byte[] bytes;
    private final BodyKind kind;
    private final ContentHeader header;
    private final int bodyOffset;

    /**
     * Reads the header.
     *
     * @throws MalformedContentException if the bytes are not content
     * @throws ContentUnavailableException if they cannot be had
     */
    public ContentReader(Content content) {
        bytes = content.bytes();
        ProtonBuffer buffer = readable();
        DecoderState state = DECODER.newDecoderState();
        Map<Symbol, Object> annotations = Map.of();
        Properties properties = new Properties();
        Map<String, @Nullable Object> application = Map.of();
        int offset = 0;
        try {
            while (buffer.isReadable()) {
                Object section = DECODER.peekNextTypeDecoder(buffer, state).getTypeClass();
                if (section == MessageAnnotations.class) {
                    annotations = read(buffer, state, MessageAnnotations.class).getValue();
                } else if (section == Properties.class) {
                    properties = read(buffer, state, Properties.class);
                } else if (section == ApplicationProperties.class) {
                    application = read(buffer, state, ApplicationProperties.class).getValue();
                } else {
                    break;
                }
                offset = buffer.getReadOffset();
            }
            kind = BodyKind.of((Byte) annotations.getOrDefault(ContentCodec.KIND, (byte) -1));
            header = header(annotations, properties, application);
        } catch (MalformedContentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw malformed(e);
        }
        bodyOffset = offset;
    }

    public BodyKind kind() {
        return kind;
    }

    public ContentHeader header() {
        return header;
    }

    /**
     * Decodes the body.
     *
     * @throws MalformedContentException if it does not fit its kind
     */
    public MessageBody body() {
        try {
            return switch (kind) {
                case NONE -> new MessageBody.None();
                case TEXT -> new MessageBody.Text((String) section(AmqpValue.class).getValue());
                case BYTES -> new MessageBody.Bytes(section(Data.class).getValue());
                case OBJECT -> new MessageBody.Serialized(section(Data.class).getValue());
                case MAP -> new MessageBody.Entries(entries());
                case STREAM -> new MessageBody.Stream(elements());
            };
        } catch (RuntimeException e) {
            throw malformed(e);
        }
    }

    private Map<String, @Nullable Object> entries() {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) section(AmqpValue.class).getValue()).entrySet()) {
            entries.put((String) entry.getKey(), plain(entry.getValue()));
        }
        return entries;
    }

    private List<@Nullable Object> elements() {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : section(AmqpSequence.class).getValue()) {
            elements.add(plain(element));
        }
        return elements;
    }

    private <T> T section(Class<T> type) {
        ProtonBuffer buffer = readable();
        buffer.setReadOffset(bodyOffset);
        return read(buffer, DECODER.newDecoderState(), type);
    }

    private ProtonBuffer readable() {
        return new ProtonByteArrayBuffer(bytes).setWriteOffset(bytes.length);
    }

    private static <T> T read(ProtonBuffer buffer, DecoderState state, Class<T> type) {
        return DECODER.readObject(buffer, state, type);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Binary binary ? binary.asByteArray() : value;
    }

    private static ContentHeader header(
            Map<Symbol, Object> annotations,
            Properties properties,
            Map<String, @Nullable Object> application) {
        DestinationName replyTo = null;
        if (properties.getReplyTo() != null) {
            replyTo =
                    ContentCodec.TOPIC.equals(annotations.get(ContentCodec.REPLY_TO_KIND))
                            ? DestinationName.topic(properties.getReplyTo())
                            : DestinationName.queue(properties.getReplyTo());
        }
        Map<String, @Nullable Object> plain = new LinkedHashMap<>(application);
        return new ContentHeader(
                (String) properties.getCorrelationId(),
                replyTo,
                properties.getSubject(),
                (Integer) annotations.get(ContentCodec.GROUP_SEQUENCE),
                plain);
    }

    private MalformedContentException malformed(RuntimeException cause) {
        return new MalformedContentException(
                "a content of "
                        + bytes.length
                        + " bytes cannot be decoded: "
                        + cause.getMessage()
                        + "; was it written by a newer version?",
                cause);
    }
}
