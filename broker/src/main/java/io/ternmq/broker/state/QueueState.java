package io.ternmq.broker.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue: its messages, those that can be delivered in their order, and its consumers in turn.
 * Belongs to the state machine's thread.
 */
public final class QueueState {

    final long id;

    /** Empty for an outline, see {@link ReplayCheck}. */
    String name;

    private final Map<Long, Reference> references = new HashMap<>();
    private final TreeMap<Long, Reference> ready = new TreeMap<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private int turn;

    QueueState(long id, String name) {
        this.id = id;
        this.name = name;
    }

    /** How many messages it holds, visible or not. */
    int depth() {
        return references.size();
    }

    int readyCount() {
        return ready.size();
    }

    Collection<Reference> references() {
        return references.values();
    }

    List<Consumer> consumers() {
        return consumers;
    }

    @Nullable Reference reference(long messageNo) {
        return references.get(messageNo);
    }

    @Nullable Reference firstReady() {
        return ready.isEmpty() ? null : ready.firstEntry().getValue();
    }

    void add(Reference reference) {
        references.put(reference.messageNo, reference);
    }

    /** A message takes, or takes again, the place that it has. */
    void publish(Reference reference) {
        reference.become(ReferenceState.READY);
        enter(reference);
    }

    /** What was only an outline has got its place. */
    void enter(Reference reference) {
        if (!reference.outline) {
            ready.put(reference.order, reference);
        }
    }

    void deliver(Reference reference) {
        reference.become(ReferenceState.DELIVERED);
        ready.remove(reference.order);
    }

    void consume(Reference reference) {
        if (reference.state() == ReferenceState.READY) {
            ready.remove(reference.order);
        }
        reference.become(ReferenceState.CONSUMED);
    }

    void remove(Reference reference) {
        if (reference.state() == ReferenceState.READY) {
            ready.remove(reference.order);
        }
        reference.become(ReferenceState.GONE);
        references.remove(reference.messageNo);
    }

    void attach(Consumer consumer) {
        consumers.add(consumer);
    }

    void detach(Consumer consumer) {
        consumers.remove(consumer);
    }

    /** The consumer whose turn it is among those with credit, or null. */
    @Nullable Consumer nextConsumer() {
        for (int i = 0; i < consumers.size(); i++) {
            Consumer consumer = consumers.get((turn + i) % consumers.size());
            if (consumer.credit > 0) {
                return consumer;
            }
        }
        return null;
    }

    /** The turn passes to whoever stands behind this consumer. */
    void served(Consumer consumer) {
        turn = consumers.indexOf(consumer) + 1;
    }
}
