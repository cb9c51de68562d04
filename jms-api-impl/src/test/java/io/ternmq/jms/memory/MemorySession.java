package io.ternmq.jms.memory;

import io.ternmq.wire.SessionMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session: what it has and its transactions. */
final class MemorySession {

    final SessionMode mode;
    final MemoryConnection connection;
    final Map<Long, MemoryConsumer.Delivery> deliveries = new LinkedHashMap<>();
    MemoryWork local = new MemoryWork();
    @Nullable MemoryWork branch;

    MemorySession(MemoryConnection connection, SessionMode mode) {
        this.connection = connection;
        this.mode = mode;
    }

    /** Gives everything back; what is in {@code handed} counts. */
    void giveBackAll(Set<Long> handed) {
        for (MemoryConsumer.Delivery delivery : List.copyOf(deliveries.values())) {
            if (handed.contains(delivery.id)) {
                delivery.count();
            }
            delivery.giveBack();
        }
    }
}
