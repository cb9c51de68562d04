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
     * @param content its bytes, or the {@link PartsOfContent} that were sent before
     */
    record MessageStored(long tx, long messageNo, long queueId, Envelope envelope, Content content)
            implements Record {
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

    /** A message left its queue for the dead-letter queue, under a new number. */
    record MessageMoved(
            long queueId, long messageNo, long toQueueId, long newMessageNo, DeadLetter deadLetter)
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
     * @param journaled false if nothing of the branch is in the journal
     */
    record BranchCommitted(long tx, @Nullable XidValue xid, long timeMs, boolean journaled)
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

    /** An administrator decided a prepared branch; the decision is kept until it is forgotten. */
    record BranchDecided(long tx, XidValue xid, boolean committed, long timeMs) implements Record {
        @Override
        public boolean publishes() {
            return true;
        }
    }

    /** The decision of an administrator was forgotten by the transaction manager. */
    record BranchForgotten(long tx, XidValue xid) implements Record {}
}
