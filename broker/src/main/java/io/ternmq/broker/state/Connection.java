package io.ternmq.broker.state;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection of a client. Belongs to the state machine's thread. */
final class Connection {

    final long id;
    @Nullable String clientId;
    long lastDeliveryId;
    final Map<Long, Session> sessions = new LinkedHashMap<>();
    final Map<Long, Consumer> consumers = new LinkedHashMap<>();

    Connection(long id, @Nullable String clientId) {
        this.id = id;
        this.clientId = clientId;
    }
}
