package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.Record.MessageStored;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.Record.QueueDeleted;
import io.ternmq.wire.message.Content;
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
    private final Backlog backlog = new Backlog();

    /** Messages whose content stands in the record of another message, by its number. */
    private final Map<Long, Reference> moved = new HashMap<>();

    /** Consumers of deleted queues, by name: they wait for the queue to be created again. */
    private final Map<String, List<Consumer>> bereft = new HashMap<>();

    private final ContentTable contents;
    private final int maxDeliveries;
    private final java.util.function.Consumer<Content> released;
    private long lastQueueId;
    private long lastMessageNo;
    private long lastVolatileNo;
    private long sequence;
    private long volatileBytes;

    /**
     * @param released told of content that no message has any more
     */
    QueueTable(
            ContentTable contents,
            int maxDeliveries,
            java.util.function.Consumer<Content> released) {
        this.contents = contents;
        this.maxDeliveries = maxDeliveries;
        this.released = released;
    }

    Backlog backlog() {
        return backlog;
    }

    long lastQueueId() {
        return lastQueueId;
    }

    long lastMessageNo() {
        return lastMessageNo;
    }

    long sequence() {
        return sequence;
    }

    /** What was restored had numbers up to these. */
    void raise(long queueId, long messageNo, long toSequence) {
        lastQueueId = Math.max(lastQueueId, queueId);
        lastMessageNo = Math.max(lastMessageNo, messageNo);
        sequence = Math.max(sequence, toSequence);
    }

    /** The message whose content stands in the record of a message, or null if there is none. */
    @Nullable Reference ofBody(long queueId, long messageNo) {
        Reference elsewhere = moved.get(messageNo);
        if (elsewhere != null) {
            return elsewhere;
        }
        QueueState queue = byId.get(queueId);
        return queue == null ? null : queue.reference(messageNo);
    }

    /** A queue of which nothing is known but its number: it was deleted later. */
    void outline(long queueId) {
        byId.put(queueId, new QueueState(queueId, ""));
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

    /** Takes out a queue that holds nothing and has no name. */
    void forget(QueueState queue) {
        byId.remove(queue.id);
        touched.remove(queue);
    }

    /** In the replay of a trimmed journal the queue may be there already, or an outline of it. */
    void apply(QueueCreated record) {
        QueueState queue =
                byId.computeIfAbsent(record.queueId(), id -> new QueueState(id, record.name()));
        if (queue.name.isEmpty()) {
            queue.name = record.name();
        }
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
        byName.remove(queue.name, queue);
        touched.remove(queue);
    }

    Reference apply(MessageStored record) {
        Reference reference =
                new Reference(
                        existing(record.queueId()),
                        record.messageNo(),
                        record.messageNo(),
                        record.envelope(),
                        claimed(record.content()),
                        null);
        reference.tx = record.tx();
        add(reference);
        return reference;
    }

    void add(Reference reference) {
        reference.queue.add(reference);
        hold(reference);
        if (reference.persistent()) {
            lastMessageNo = Math.max(lastMessageNo, reference.messageNo);
            backlog.add(reference);
            if (reference.bodyNo != reference.messageNo) {
                moved.put(reference.bodyNo, reference);
            }
        } else {
            lastVolatileNo = Math.min(lastVolatileNo, reference.messageNo);
            volatileBytes += reference.content.size();
        }
    }

    /** The sequence of the {@code nth} message that a decision makes visible, from 0. */
    long nextPlace(int nth) {
        return sequence + 1 + nth;
    }

    /**
     * A message becomes visible at a sequence, or at the next if that is {@link Record#UNORDERED}.
     */
    void publish(Reference reference, long place) {
        backlog.changing(reference);
        long at = place == Record.UNORDERED ? sequence + 1 : place;
        sequence = Math.max(sequence, at);
        reference.tx = 0;
        reference.placeAt(at);
        reference.queue.publish(reference);
        touched.add(reference.queue);
    }

    /** A delivery goes back to its place. */
    void putBack(Reference reference) {
        reference.queue.publish(reference);
        touched.add(reference.queue);
        checkExhausted(reference);
    }

    /** What was consumed in a branch goes back to its place. */
    void rollBack(Reference reference) {
        backlog.changing(reference);
        reference.deliveries = reference.deliveriesAfterRollback;
        reference.tx = 0;
        putBack(reference);
    }

    void count(Reference reference, int deliveries) {
        backlog.changing(reference);
        reference.deliveries = deliveries;
    }

    void deliver(Reference reference) {
        reference.queue.deliver(reference);
        exhausted.remove(reference);
    }

    /**
     * A branch consumes a message.
     *
     * @param deliveries its count should the branch roll back
     */
    void consume(Reference reference, long tx, int deliveries) {
        backlog.changing(reference);
        reference.queue.consume(reference);
        reference.tx = tx;
        reference.deliveriesAfterRollback = deliveries;
        exhausted.remove(reference);
    }

    void remove(Reference reference) {
        leave(reference);
        if (!(reference.content instanceof LargeContent)) {
            released.accept(reference.content);
        }
    }

    /** What was an outline has a content now. */
    void hold(Reference reference) {
        if (reference.content instanceof LargeContent large) {
            contents.hold(large);
        }
    }

    /** The content that a record gives to a message. */
    Content claimed(Content content) {
        return content instanceof PartsOfContent parts ? contents.claim(parts) : content;
    }

    /** A message goes, and its content goes on with another one. */
    void leave(Reference reference) {
        if (reference.persistent()) {
            backlog.remove(reference);
            moved.remove(reference.bodyNo, reference);
        }
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
