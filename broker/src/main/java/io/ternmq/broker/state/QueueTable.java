package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record.MessageStored;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.Record.QueueDeleted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues, and the numbers and places that their messages take. Belongs to the state machine's
 * thread.
 */
final class QueueTable {

    private final Map<Long, QueueState> byId = new LinkedHashMap<>();
    private final Map<String, QueueState> byName = new HashMap<>();
    private final Set<QueueState> touched = new LinkedHashSet<>();
    private final Set<Reference> exhausted = new LinkedHashSet<>();

    /** Consumers of deleted queues, by name: they wait for the queue to be created again. */
    private final Map<String, List<Consumer>> bereft = new HashMap<>();

    private final ContentTable contents;
    private final int maxDeliveries;
    private long lastQueueId;
    private long lastMessageNo;
    private long lastVolatileNo;
    private long sequence;
    private long volatileBytes;

    QueueTable(ContentTable contents, int maxDeliveries) {
        this.contents = contents;
        this.maxDeliveries = maxDeliveries;
    }

    Collection<QueueState> queues() {
        return byId.values();
    }

    @Nullable QueueState queue(String name) {
        return byName.get(name);
    }

    @Nullable QueueState queue(long id) {
        return byId.get(id);
    }

    QueueState existing(long id) {
        QueueState queue = byId.get(id);
        if (queue == null) {
            throw new IllegalStateException("no queue " + id);
        }
        return queue;
    }

    Reference existing(long queueId, long messageNo) {
        Reference reference = existing(queueId).reference(messageNo);
        if (reference == null) {
            throw new IllegalStateException("no message " + messageNo + " in queue " + queueId);
        }
        return reference;
    }

    long nextQueueId() {
        return lastQueueId + 1;
    }

    /** The number of the {@code nth} message of a decision, from 0. */
    long nextMessageNo(boolean persistent, int nth) {
        return persistent ? lastMessageNo + 1 + nth : lastVolatileNo - 1 - nth;
    }

    long volatileBytes() {
        return volatileBytes;
    }

    /** Queues that may have something to deliver; empties the set. */
    List<QueueState> takeTouched() {
        List<QueueState> queues = new ArrayList<>(touched);
        touched.clear();
        return queues;
    }

    boolean anyTouched() {
        return !touched.isEmpty();
    }

    void touch(QueueState queue) {
        touched.add(queue);
    }

    /** Messages that were delivered too often and stand in their queue again. */
    Set<Reference> exhausted() {
        return exhausted;
    }

    /** After replay: counts may have been raised by a process that died before it answered. */
    void findExhausted() {
        for (QueueState queue : byId.values()) {
            for (Reference reference : queue.references()) {
                if (reference.state() == ReferenceState.READY) {
                    checkExhausted(reference);
                }
            }
        }
    }

    void apply(QueueCreated record) {
        QueueState queue = new QueueState(record.queueId(), record.name());
        byId.put(queue.id, queue);
        byName.put(queue.name, queue);
        for (Consumer consumer : bereft.getOrDefault(queue.name, List.of())) {
            consumer.queue = queue;
            queue.attach(consumer);
        }
        bereft.remove(queue.name);
        lastQueueId = Math.max(lastQueueId, queue.id);
    }

    void apply(QueueDeleted record, ConnectionTable connections) {
        QueueState queue = existing(record.queueId());
        for (Reference reference : List.copyOf(queue.references())) {
            connections.settle(reference);
            remove(reference);
        }
        bereft.values().removeIf(List::isEmpty); // they were closed since
        if (!queue.consumers().isEmpty()) {
            bereft.put(queue.name, queue.consumers());
        }
        byId.remove(queue.id);
        byName.remove(queue.name);
        touched.remove(queue);
    }

    Reference apply(MessageStored record) {
        Reference reference =
                new Reference(
                        existing(record.queueId()),
                        record.messageNo(),
                        record.envelope(),
                        record.content() instanceof PartsOfContent parts
                                ? contents.claim(parts)
                                : record.content(),
                        null);
        add(reference);
        return reference;
    }

    void add(Reference reference) {
        reference.queue.add(reference);
        if (reference.content instanceof LargeContent large) {
            contents.hold(large);
        }
        if (reference.persistent()) {
            lastMessageNo = Math.max(lastMessageNo, reference.messageNo);
        } else {
            lastVolatileNo = Math.min(lastVolatileNo, reference.messageNo);
            volatileBytes += reference.content.size();
        }
    }

    void publish(Reference reference) {
        reference.queue.publish(reference, ++sequence);
        touched.add(reference.queue);
    }

    void putBack(Reference reference) {
        reference.queue.putBack(reference);
        touched.add(reference.queue);
        checkExhausted(reference);
    }

    void deliver(Reference reference) {
        reference.queue.deliver(reference);
        exhausted.remove(reference);
    }

    void consume(Reference reference) {
        reference.queue.consume(reference);
        exhausted.remove(reference);
    }

    void remove(Reference reference) {
        reference.queue.remove(reference);
        exhausted.remove(reference);
        if (reference.content instanceof LargeContent large) {
            contents.release(large);
        }
        if (!reference.persistent()) {
            volatileBytes -= reference.content.size();
        }
    }

    private void checkExhausted(Reference reference) {
        if (maxDeliveries >= 0
                && reference.deliveries >= maxDeliveries
                && !reference.queue.name.equals(Limits.DEAD_LETTER_QUEUE)) {
            exhausted.add(reference);
        }
    }
}
