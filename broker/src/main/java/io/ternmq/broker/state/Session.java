package io.ternmq.broker.state;

import io.ternmq.broker.record.SessionKey;
import io.ternmq.wire.SessionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A session of a client. Belongs to the state machine's thread. */
final class Session {

    final SessionKey key;
    final SessionMode mode;

    /** Its local transaction, once work was done in it. */
    @Nullable Branch local;

    /** The branch that it is associated with (T1). */
    @Nullable Branch associated;

    /** For branches that it begins; 0 for the broker's default. */
    int timeoutSeconds;

    /** What it sends in parts and no message has yet. */
    @Nullable LargeContent sending;

    /** The client's number of that content. */
    long sendingId;

    /** What was delivered to its consumers and not acknowledged, by id, which is by age. */
    final TreeMap<Long, Delivery> deliveries = new TreeMap<>();

    final List<Consumer> consumers = new ArrayList<>();

    Session(SessionKey key, SessionMode mode) {
        this.key = key;
        this.mode = mode;
    }
}
