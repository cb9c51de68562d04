package io.ternmq.wire.message;

import org.jspecify.annotations.Nullable;

/**
 * What a broker reads of a message. Everything else is {@link Content}.
 *
 * @param messageId starts with {@code ID:}; unique
 * @param destination where it was sent
 * @param persistent whether it must survive the broker
 * @param priority 0 to 9
 * @param timestamp when it was sent, milliseconds of the epoch
 * @param expiration when it expires, milliseconds of the epoch; 0 for never
 * @param deliveryTime before which it may not be delivered, milliseconds of the epoch; equal to
 *     {@code timestamp} without a delay
 * @param groupId JMSXGroupID, or null
 * @param duplicateId at most 256 bytes, or null
 */
public record Envelope(
        String messageId,
        DestinationName destination,
        boolean persistent,
        int priority,
        long timestamp,
        long expiration,
        long deliveryTime,
        @Nullable String groupId,
        @Nullable String duplicateId) {

    public Envelope {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("priority is " + priority + "; give 0 to 9");
        }
    }
}
