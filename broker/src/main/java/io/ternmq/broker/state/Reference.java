package io.ternmq.broker.state;

import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.Envelope;
import org.jspecify.annotations.Nullable;

/** A message in a queue. Belongs to the state machine's thread. */
final class Reference {

    final QueueState queue;
    final long messageNo;
    final Envelope envelope;
    final Content content;
    final @Nullable DeadLetter deadLetter;

    /**
     * The place in the queue: ten levels of priority, then the sequence of arrival. 0: none yet.
     */
    long order;

    /** How often it was handed to an application so far. */
    int deliveries;

    /** Where it is, while it is {@link ReferenceState#DELIVERED}. */
    @Nullable Delivery delivery;

    private ReferenceState state = ReferenceState.UNCOMMITTED;

    Reference(
            QueueState queue,
            long messageNo,
            Envelope envelope,
            Content content,
            @Nullable DeadLetter deadLetter) {
        this.queue = queue;
        this.messageNo = messageNo;
        this.envelope = envelope;
        this.content = content;
        this.deadLetter = deadLetter;
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
}
