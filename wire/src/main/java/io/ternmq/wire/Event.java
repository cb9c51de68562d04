package io.ternmq.wire;

import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.Envelope;
import org.jspecify.annotations.Nullable;

/** A frame from a broker to a client. */
public sealed interface Event extends Frame {

    /** The answer to the request of that id. */
    record Reply(long requestId, Result result) implements Event {}

    /**
     * A message for a consumer.
     *
     * @param deliveryId unique within the transport, rising
     * @param deliveries JMSXDeliveryCount: 1 for the first; over 1 it is redelivered
     * @param deadLetter why it is in a dead-letter queue, or null
     */
    record Deliver(
            long consumerId,
            long deliveryId,
            Envelope envelope,
            Content content,
            int deliveries,
            @Nullable DeadLetter deadLetter)
            implements Event {}

    /** A frame without request id was refused. */
    record Failed(long sessionId, ErrorCode code, String reason) implements Event {}

    /** The connection is gone: the broker was closed or failed. The last frame. */
    record Lost(String reason) implements Event {}
}
