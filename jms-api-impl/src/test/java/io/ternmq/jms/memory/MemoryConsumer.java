package io.ternmq.jms.memory;

/** A consumer and its credit. */
final class MemoryConsumer {

    final long id;
    final MemorySession session;
    final MemoryQueue queue;
    int credit;

    MemoryConsumer(long id, MemorySession session, MemoryQueue queue) {
        this.id = id;
        this.session = session;
        this.queue = queue;
    }

    /** A message that is with a consumer and not acknowledged. */
    static final class Delivery {
        final long id;
        final MemoryConsumer consumer;
        final MemoryQueue.Stored message;
        boolean counted;

        Delivery(long id, MemoryConsumer consumer, MemoryQueue.Stored message) {
            this.id = id;
            this.consumer = consumer;
            this.message = message;
        }

        void count() {
            if (!counted) {
                counted = true;
                message.deliveries++;
            }
        }

        void giveBack() {
            consumer.session.deliveries.remove(id);
            message.queue.ready.add(message);
        }
    }
}
