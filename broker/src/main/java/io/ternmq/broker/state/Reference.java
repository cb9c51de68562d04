package io.ternmq.broker.state;

import io.ternmq.broker.record.Record.MessageKept;
import io.ternmq.broker.record.Record.Standing;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import org.jspecify.annotations.Nullable;

/** A message in a queue. Belongs to the state machine's thread. */
final class Reference {

    private static final Envelope UNKNOWN =
            new Envelope("", DestinationName.queue("unknown"), true, 0, 0, 0, 0, null, null);

    private static final Content NOTHING = Content.of(new byte[0]);

    final QueueState queue;
    final long messageNo;

    /** The number of the message whose record held the content first. */
    long bodyNo;

    Envelope envelope;
    Content content;
    @Nullable DeadLetter deadLetter;

    /** Whether it is known from later records only, in the replay of a trimmed journal. */
    boolean outline;

    /** While it is uncommitted its ordinal in the branch, then its sequence. */
    long place;

    /** The key in the queue: ten levels of priority, then the sequence of arrival. 0: none yet. */
    long order;

    /** How often it was handed to an application so far. */
    int deliveries;

    /** The branch that sent or consumed it, while that is open; else 0. */
    long tx;

    /** While it is consumed: its count should the branch roll back. */
    int deliveriesAfterRollback;

    /** Where it is, while it is {@link ReferenceState#DELIVERED}. */
    @Nullable Delivery delivery;

    /** The number of the last {@link Capture} that needs nothing more of it. */
    long captured;

    /** Its neighbours in {@link Backlog}. */
    @Nullable Reference before;

    @Nullable Reference behind;

    private ReferenceState state = ReferenceState.UNCOMMITTED;

    Reference(
            QueueState queue,
            long messageNo,
            long bodyNo,
            Envelope envelope,
            Content content,
            @Nullable DeadLetter deadLetter) {
        this.queue = queue;
        this.messageNo = messageNo;
        this.bodyNo = bodyNo;
        this.envelope = envelope;
        this.content = content;
        this.deadLetter = deadLetter;
    }

    /** A visible message of which nothing is known but its number. */
    static Reference outline(QueueState queue, long messageNo) {
        Reference reference = new Reference(queue, messageNo, messageNo, UNKNOWN, NOTHING, null);
        reference.outline = true;
        reference.become(ReferenceState.READY);
        return reference;
    }

    ReferenceState state() {
        return state;
    }

    void become(ReferenceState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(
                    "message " + messageNo + " of " + queue.name + ": " + state + " to " + next);
        }
        state = next;
    }

    boolean persistent() {
        return messageNo > 0;
    }

    boolean expiredAt(long nowMs) {
        return envelope.expiration() != 0 && envelope.expiration() <= nowMs;
    }

    /** It takes its place; an outline has none before it was filled. */
    void placeAt(long sequence) {
        place = sequence;
        order = outline ? 0 : ((long) (9 - envelope.priority()) << 56) | sequence;
    }

    Standing standing() {
        return switch (state) {
            case READY, DELIVERED -> Standing.READY;
            case UNCOMMITTED -> Standing.UNCOMMITTED;
            case CONSUMED -> Standing.CONSUMED;
            case GONE -> throw new IllegalStateException("message " + messageNo + " is gone");
        };
    }

    /** All that must survive of it. */
    MessageKept kept() {
        return new MessageKept(
                queue.id,
                messageNo,
                bodyNo,
                standing(),
                tx,
                place,
                state == ReferenceState.CONSUMED ? deliveriesAfterRollback : deliveries,
                deadLetter,
                envelope,
                content instanceof LargeContent large ? large.named() : content);
    }
}
