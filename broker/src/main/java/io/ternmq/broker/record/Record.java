package io.ternmq.broker.record;

import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.Envelope;
import io.ternmq.xa.XidValue;
import org.jspecify.annotations.Nullable;

/**
 * A fact. Those that are {@link #journaled} rebuild the state when they are applied in their order.
 *
 * <p>{@code tx} is the number of a branch, or 0 for none. A message number over 0 belongs to a
 * persistent message; one under 0 to a non-persistent one, and a record of it is not journaled.
 */
@SuppressWarnings(
        "JavaLangClash") // the word of the architecture; java.lang.Record is named nowhere here
public sealed interface Record extends Change {

    /** The place in a record of layout 0, which has none: it takes the next. */
    long UNORDERED = -1;

    @Override
    default boolean journaled() {
        return true;
    }

    /** The broker opened its journal for the nth time. */
    record BrokerStarted(long opening, long timeMs) implements Record {}

    /** A queue exists. */
    record QueueCreated(long queueId, String name) implements Record {}

    /** A queue and all its messages are gone. */
    record QueueDeleted(long queueId) implements Record {
        @Override
        public boolean publishes() {
            return true;
        }
    }

    /**
     * A part of a large content was sent. Whoever sends may still give it up, and a restart does:
     * only a stored message makes the content count. Contents have numbers of their own, over 0 for
     * persistent messages and under 0 for others, as messages have.
     *
     * @param parts how many the whole content has
     * @param size of the whole content in bytes
     * @param index of this part, from 0
     */
    record ContentPart(long contentNo, int parts, int size, int index, Content part)
            implements Record {
        @Override
        public boolean journaled() {
            return contentNo > 0;
        }
    }

    /**
     * A message stands in a queue: at once without a branch, else when the branch commits.
     *
     * @param place without a branch the sequence of arrival, which rises through all queues, with
     *     gaps; in a branch the ordinal among its sends, from 0; or {@link #UNORDERED}
     * @param content its bytes, or the {@link PartsOfContent} that were sent before
     */
    record MessageStored(
            long tx, long messageNo, long queueId, long place, Envelope envelope, Content content)
            implements Record {
        public MessageStored withContent(Content other) {
            return new MessageStored(tx, messageNo, queueId, place, envelope, other);
        }

        @Override
        public boolean journaled() {
            return messageNo > 0;
        }

        @Override
        public boolean publishes() {
            return tx == 0 && messageNo > 0;
        }
    }

    /**
     * A message was consumed: it goes at once without a branch, else when the branch commits.
     *
     * @param deliveries how often it was delivered, this time included: its count should the branch
     *     roll back
     */
    record MessageAcknowledged(long tx, long queueId, long messageNo, int deliveries)
            implements Record {
        @Override
        public boolean journaled() {
            return messageNo > 0;
        }
    }

    /** A message was handed to an application for the nth time. */
    record MessageCounted(long queueId, long messageNo, int deliveries) implements Record {
        @Override
        public boolean journaled() {
            return messageNo > 0;
        }
    }

    /** A message expired before it was delivered. */
    record MessageExpired(long queueId, long messageNo) implements Record {
        @Override
        public boolean journaled() {
            return messageNo > 0;
        }
    }

    /**
     * A message left its queue for the dead-letter queue, under a new number. Its content stays
     * where it stands.
     *
     * @param place its sequence there, or {@link #UNORDERED}
     */
    record MessageMoved(
            long queueId,
            long messageNo,
            long toQueueId,
            long newMessageNo,
            long place,
            DeadLetter deadLetter)
            implements Record {
        @Override
        public boolean journaled() {
            return messageNo > 0;
        }

        @Override
        public boolean publishes() {
            return messageNo > 0;
        }
    }

    /**
     * A branch voted yes.
     *
     * @param recordCount how many journaled records carry its number; another count in the journal
     *     is corruption
     */
    record BranchPrepared(long tx, XidValue xid, int recordCount, long createdMs)
            implements Record {
        @Override
        public boolean publishes() {
            return true;
        }
    }

    /**
     * A branch committed, local or XA.
     *
     * @param xid null for a local transaction
     * @param place the sequence of its first send; each stands at this plus its ordinal. Or {@link
     *     #UNORDERED}
     * @param journaled false if nothing of the branch is in the journal
     */
    record BranchCommitted(
            long tx, @Nullable XidValue xid, long place, long timeMs, boolean journaled)
            implements Record {
        @Override
        public boolean publishes() {
            return journaled;
        }
    }

    /**
     * A branch was rolled back. May be lost in a crash: replay presumes it.
     *
     * @param xid null for a local transaction
     * @param journaled false if nothing of the branch is in the journal
     */
    record BranchRolledBack(long tx, @Nullable XidValue xid, long timeMs, boolean journaled)
            implements Record {}

    /**
     * An administrator decided a prepared branch; the decision is kept until it is forgotten.
     *
     * @param place as in {@link BranchCommitted}
     */
    record BranchDecided(long tx, XidValue xid, boolean committed, long place, long timeMs)
            implements Record {
        @Override
        public boolean publishes() {
            return true;
        }
    }

    /** The decision of an administrator was forgotten by the transaction manager. */
    record BranchForgotten(long tx, XidValue xid) implements Record {}

    /** Where a message stands, as far as it must survive. */
    enum Standing {
        /** Visible. */
        READY,
        /** Sent in a branch that has not committed. */
        UNCOMMITTED,
        /** Consumed in a branch that has not committed. */
        CONSUMED
    }

    /**
     * A message that is alive, with all that is known of it: whoever reads on from here needs no
     * record of it before this one. In a checkpoint it says where its content stands instead.
     *
     * @param bodyNo the number of the message whose record held the content first
     * @param tx the branch, for {@link Standing#UNCOMMITTED} and {@link Standing#CONSUMED}; else 0
     * @param place its ordinal in the branch while it is uncommitted, else its sequence
     * @param deliveries how often it was delivered; for a consumed one its count should the branch
     *     roll back
     */
    record MessageKept(
            long queueId,
            long messageNo,
            long bodyNo,
            Standing standing,
            long tx,
            long place,
            int deliveries,
            @Nullable DeadLetter deadLetter,
            Envelope envelope,
            Content content)
            implements Record {

        public MessageKept withContent(Content other) {
            return new MessageKept(
                    queueId,
                    messageNo,
                    bodyNo,
                    standing,
                    tx,
                    place,
                    deliveries,
                    deadLetter,
                    envelope,
                    other);
        }
    }

    /** How far a branch has come, as far as it must survive. */
    enum Progress {
        /** It has work and no vote. Only in checkpoints. */
        OPEN,
        PREPARED,
        /** An administrator committed it. */
        DECIDED_COMMIT,
        /** An administrator rolled it back. */
        DECIDED_ROLLBACK
    }

    /**
     * A branch that is alive, with all that is known of it but its work, which its messages know.
     *
     * @param xid null while it is open
     * @param recordCount as in {@link BranchPrepared}; 0 for all others
     */
    record BranchKept(
            long tx, @Nullable XidValue xid, Progress progress, int recordCount, long createdMs)
            implements Record {}

    /**
     * The last numbers that were given. Only in checkpoints and start notes.
     *
     * @param unorderedUpTo the position of the last record without a place of its own, 0 for none
     */
    record CountersKept(
            long opening,
            long queueId,
            long messageNo,
            long contentNo,
            long tx,
            long sequence,
            long unorderedUpTo)
            implements Record {}

    /** How a branch ended. Only in checkpoints and start notes. */
    record OutcomeKept(XidValue xid, boolean committed, long timeMs) implements Record {}

    /**
     * The journal begins in the middle: what its lost records made has numbers up to these. Only in
     * start notes.
     *
     * @param skipUpTo the position up to which retained records are not to be replayed either, 0
     *     for none
     */
    record TrimmedUpTo(long messageNo, long queueId, long tx, long contentNo, long skipUpTo)
            implements Record {

        /** Nothing was trimmed. */
        public static final TrimmedUpTo NOTHING = new TrimmedUpTo(0, 0, 0, 0, 0);
    }

    /** The end of a checkpoint, with the number of its messages. */
    record CheckpointEnded(long messages) implements Record {}
}
