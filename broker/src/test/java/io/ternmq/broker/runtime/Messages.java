package io.ternmq.broker.runtime;

import io.ternmq.wire.Event;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import java.nio.charset.StandardCharsets;

/** A message to be sent by a test. */
record Messages(String queue, String text, boolean persistent, int priority, long expiration) {

    static Messages of(String queue, String text) {
        return new Messages(queue, text, true, 4, 0);
    }

    Messages nonPersistent() {
        return new Messages(queue, text, false, priority, expiration);
    }

    Messages priority(int value) {
        return new Messages(queue, text, persistent, value, expiration);
    }

    Messages expiringAt(long value) {
        return new Messages(queue, text, persistent, priority, value);
    }

    Envelope envelope(String id) {
        return new Envelope(
                id,
                DestinationName.queue(queue),
                persistent,
                priority,
                1,
                expiration,
                1,
                null,
                null);
    }

    static String text(Event.Deliver delivery) {
        return new String(delivery.content().bytes(), StandardCharsets.UTF_8);
    }
}
