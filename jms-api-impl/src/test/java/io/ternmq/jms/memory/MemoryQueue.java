package io.ternmq.jms.memory;

import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.Envelope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A queue: its messages that nobody has, by priority and age, and its consumers. */
final class MemoryQueue {

    /** A message and how often it was delivered. */
    static final class Stored {
        final MemoryQueue queue;
        final Envelope envelope;
        final Content content;
        final long sequence;
        int deliveries;

        Stored(MemoryQueue queue, Envelope envelope, Content content, long sequence) {
            this.queue = queue;
            this.envelope = envelope;
            this.content = content;
            this.sequence = sequence;
        }
    }

    final TreeSet<Stored> ready =
            new TreeSet<>(
                    Comparator.comparingInt((Stored message) -> -message.envelope.priority())
                            .thenComparingLong(message -> message.sequence));
    final List<MemoryConsumer> consumers = new ArrayList<>();

    /** The consumer that waits longest, or null if none has credit. */
    @Nullable MemoryConsumer next() {
        for (MemoryConsumer consumer : consumers) {
            if (consumer.credit > 0) {
                consumers.remove(consumer);
                consumers.add(consumer);
                return consumer;
            }
        }
        return null;
    }
}
