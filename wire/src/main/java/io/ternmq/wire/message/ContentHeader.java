package io.ternmq.wire.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a message's headers a broker does not need to read.
 *
 * @param correlationId chosen by the application, or null
 * @param replyTo where an answer is wanted, or null
 * @param type JMSType, or null
 * @param groupSequence JMSXGroupSeq, or null
 * @param properties of the application: Boolean, Byte, Short, Integer, Long, Float, Double, String
 *     or null
 */
public record ContentHeader(
        @Nullable String correlationId,
        @Nullable DestinationName replyTo,
        @Nullable String type,
        @Nullable Integer groupSequence,
        Map<String, @Nullable Object> properties) {

    /** A header that says nothing. */
    public static final ContentHeader EMPTY = new ContentHeader(null, null, null, null, Map.of());
}
