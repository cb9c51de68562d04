package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Record.MessageAcknowledged;
import io.ternmq.broker.record.Record.MessageCounted;
import io.ternmq.broker.record.Record.MessageExpired;
import io.ternmq.broker.record.Record.MessageStored;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Decision.Wait;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about messages: sending, delivering, acknowledging, giving back. Changes nothing. */
final class MessageRules {

    private final BrokerState state;
    private final ContentRules contents;
    private final TransactionOf transactions;

    MessageRules(BrokerState state, ContentRules contents) {
        this.state = state;
        this.contents = contents;
        this.transactions = new TransactionOf(state);
    }

    Decision send(long connection, Request.Send r, long nowMs) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return ConnectionRules.noSession(r.sessionId());
        }
        Decision decision = send(session, r, nowMs);
        return decision.result() instanceof Result.Refused && r.content() instanceof ContentInParts
                ? ContentRules.dropping(session, decision)
                : decision;
    }

    private Decision send(Session session, Request.Send r, long nowMs) {
        Envelope envelope = r.envelope();
        QueueState queue = state.queues.queue(envelope.destination().name());
        Decision refusal = refuse(session, r, queue);
        if (refusal != null) {
            return refusal;
        }
        List<Change> changes = new ArrayList<>();
        TransactionOf.Found found = transactions.find(session, r.tx(), nowMs, changes);
        if (found.refusal() != null) {
            return found.refusal();
        }
        Branch branch = found.branch();
        if (branch != null && branch.work.size() >= state.limits.maxBranchRecords()) {
            return ConnectionRules.limit(
                    "maxBranchRecords", state.limits.maxBranchRecords(), "commit more often");
        }
        if (branch != null && branch.bytes + r.content().size() > state.limits.maxBranchBytes()) {
            return ConnectionRules.limit(
                    "maxBranchBytes", state.limits.maxBranchBytes(), "commit more often");
        }
        long queueId = queue == null ? state.queues.nextQueueId() : queue.id;
        if (queue == null) {
            changes.add(new QueueCreated(queueId, envelope.destination().name()));
        }
        long messageNo = state.queues.nextMessageNo(envelope.persistent(), 0);
        Content content = ContentRules.recorded(session, r);
        long place =
                found.tx() == 0 ? state.queues.nextPlace(0) : branch == null ? 0 : branch.sends;
        changes.add(new MessageStored(found.tx(), messageNo, queueId, place, envelope, content));
        boolean wait = found.tx() == 0 && envelope.persistent();
        return new Decision(changes, Result.Done.DONE, wait ? Wait.DISK : Wait.NOTHING);
    }

    private @Nullable Decision refuse(Session session, Request.Send r, @Nullable QueueState queue) {
        Envelope envelope = r.envelope();
        Limits limits = state.limits;
        if (envelope.destination().kind() == DestinationName.Kind.TOPIC) {
            return notYet("sending to topics", envelope.destination().name());
        }
        if (envelope.duplicateId() != null) {
            return notYet("duplicate ids", envelope.duplicateId());
        }
        if (envelope.deliveryTime() > envelope.timestamp()) {
            return notYet("delivery delays", Long.toString(envelope.deliveryTime()));
        }
        Decision refusal = contents.refuse(session, r);
        if (refusal != null) {
            return refusal;
        }
        if (headerChars(envelope) > Limits.MAX_HEADER_CHARS) {
            return ConnectionRules.limit(
                    "maxHeaderChars",
                    Limits.MAX_HEADER_CHARS,
                    "send a shorter message id or group id");
        }
        if (queue != null && queue.depth() >= limits.maxQueueDepth()) {
            return ConnectionRules.limit(
                    "maxQueueDepth",
                    limits.maxQueueDepth(),
                    "consume messages of queue '" + queue.name + "'");
        }
        if (queue == null && state.queues.queues().size() >= limits.maxQueues()) {
            return ConnectionRules.limit("maxQueues", limits.maxQueues(), "delete unused queues");
        }
        return null;
    }

    private static int headerChars(Envelope envelope) {
        String group = envelope.groupId();
        return envelope.messageId().length() + (group == null ? 0 : group.length());
    }

    private static Decision notYet(String what, String value) {
        return Decision.refused(
                ErrorCode.NOT_SUPPORTED,
                what + " come with a later version; '" + value + "' cannot be honoured");
    }

    Decision acknowledge(long connection, Request.Acknowledge r, long nowMs) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return ConnectionRules.noSession(r.sessionId());
        }
        List<Change> changes = new ArrayList<>();
        TransactionOf.Found found = transactions.find(session, r.tx(), nowMs, changes);
        if (found.refusal() != null) {
            return new Decision(
                    giveBack(session, r.deliveryIds()), found.refusal().result(), Wait.NOTHING);
        }
        Set<Long> ids = new LinkedHashSet<>(r.deliveryIds());
        int held = found.branch() == null ? 0 : found.branch().work.size();
        if (found.tx() != 0 && held + ids.size() > state.limits.maxBranchRecords()) {
            return failed(
                    session,
                    found,
                    r.deliveryIds(),
                    begun(found, changes),
                    ConnectionRules.limit(
                            "maxBranchRecords",
                            state.limits.maxBranchRecords(),
                            "roll back and commit more often"));
        }
        for (Long id : ids) {
            Delivery delivery = session.deliveries.get(id);
            if (delivery == null) {
                return failed(session, found, r.deliveryIds(), begun(found, changes), notOpen(id));
            }
            Reference reference = delivery.reference;
            int deliveries = reference.deliveries + (delivery.counted ? 0 : 1);
            changes.add(
                    new MessageAcknowledged(
                            found.tx(), reference.queue.id, reference.messageNo, deliveries));
        }
        boolean wait = found.tx() == 0 && r.requestId() != 0;
        return new Decision(changes, Result.Done.DONE, wait ? Wait.DISK : Wait.NOTHING);
    }

    /**
     * The application consumed something that is not its own any more. In a transaction that must
     * not commit; all that the session could still acknowledge goes back.
     */
    private static Decision failed(
            Session session,
            TransactionOf.Found found,
            List<Long> ids,
            List<Change> begun,
            Decision refusal) {
        List<Change> changes = new ArrayList<>(begun);
        changes.addAll(giveBack(session, ids));
        if (found.tx() != 0) {
            String reason = ((Result.Refused) refusal.result()).reason();
            changes.add(new Volatile.BranchFailed(found.tx(), reason));
        }
        return new Decision(changes, refusal.result(), Wait.NOTHING);
    }

    /** Of the changes of an acknowledgement only the begin of its local transaction. */
    private static List<Change> begun(TransactionOf.Found found, List<Change> changes) {
        return found.tx() != 0 && found.branch() == null ? changes.subList(0, 1) : List.of();
    }

    private static Decision notOpen(long id) {
        return Decision.refused(
                ErrorCode.ILLEGAL_STATE,
                "delivery "
                        + id
                        + " is not open: its message was given back, or its queue was deleted");
    }

    /** Deliveries that reached the application go back, counted. */
    private static List<Change> giveBack(Session session, List<Long> ids) {
        List<Change> changes = new ArrayList<>();
        for (Long id : new HashSet<>(ids)) {
            Delivery delivery = session.deliveries.get(id);
            if (delivery != null) {
                count(delivery, changes);
                changes.add(new Volatile.Returned(session.key, id));
            }
        }
        return changes;
    }

    private static void count(Delivery delivery, List<Change> changes) {
        if (!delivery.counted) {
            Reference reference = delivery.reference;
            changes.add(
                    new MessageCounted(
                            reference.queue.id, reference.messageNo, reference.deliveries + 1));
        }
    }

    Decision handed(long connection, Request.Handed r) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return ConnectionRules.noSession(r.sessionId());
        }
        List<Change> changes = new ArrayList<>();
        Delivery delivery = session.deliveries.get(r.deliveryId());
        if (delivery != null) {
            count(delivery, changes);
        }
        return Decision.done(changes);
    }

    Decision recover(long connection, Request.Recover r) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return ConnectionRules.noSession(r.sessionId());
        }
        Set<Long> handed = new HashSet<>(r.handed());
        List<Change> changes = new ArrayList<>();
        for (Delivery delivery : session.deliveries.values()) {
            if (handed.contains(delivery.id)) {
                count(delivery, changes);
            }
            changes.add(new Volatile.Returned(session.key, delivery.id));
        }
        return Decision.done(changes);
    }

    @Nullable Change delivery(QueueState queue, long nowMs) {
        Reference reference = queue.firstReady();
        if (reference == null) {
            return null;
        }
        if (reference.expiredAt(nowMs)) {
            return new MessageExpired(queue.id, reference.messageNo);
        }
        Consumer consumer = queue.nextConsumer();
        if (consumer == null) {
            return null;
        }
        Connection connection = state.connections.connection(consumer.key.connection());
        return new Volatile.Dispatched(
                consumer.key, connection.lastDeliveryId + 1, queue.id, reference.messageNo);
    }
}
