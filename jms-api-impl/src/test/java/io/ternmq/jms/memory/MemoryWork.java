package io.ternmq.jms.memory;

import java.util.ArrayList;
import java.util.List;

/** The effects of a transaction that is not decided. */
final class MemoryWork {

    final List<MemoryQueue.Stored> sends = new ArrayList<>();
    final List<MemoryConsumer.Delivery> receives = new ArrayList<>();
    boolean failed;
    boolean prepared;
    int associations;

    void commit() {
        sends.forEach(message -> message.queue.ready.add(message));
    }

    void rollback() {
        for (MemoryConsumer.Delivery delivery : receives) {
            delivery.count();
            delivery.message.queue.ready.add(delivery.message);
        }
    }

    boolean isEmpty() {
        return sends.isEmpty() && receives.isEmpty();
    }
}
