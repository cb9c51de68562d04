package io.ternmq.broker.record;

import io.ternmq.broker.record.Record.BranchCommitted;
import io.ternmq.broker.record.Record.BranchDecided;
import io.ternmq.broker.record.Record.BranchForgotten;
import io.ternmq.broker.record.Record.BranchPrepared;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.Record.BrokerStarted;
import io.ternmq.broker.record.Record.ContentPart;
import io.ternmq.broker.record.Record.MessageAcknowledged;
import io.ternmq.broker.record.Record.MessageCounted;
import io.ternmq.broker.record.Record.MessageExpired;
import io.ternmq.broker.record.Record.MessageMoved;
import io.ternmq.broker.record.Record.MessageStored;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.Record.QueueDeleted;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import java.nio.ByteBuffer;

/**
 * The bytes of the journaled records: big endian, fields in the order of the record's components.
 *
 * <pre>
 *   long, int      8, 4 bytes
 *   boolean        1 byte
 *   String         int length of UTF-8 (-1: null), bytes
 *   Xid            int format id, byte length, global transaction id, byte length, qualifier;
 *                  a format id of -1 stands for null
 *   content        the rest of the payload
 * </pre>
 *
 * <p>The number of a type is part of the format and never used again for another. Threadsafe but
 * for {@link Fields}, which belongs to its caller.
 */
public final class RecordCodec {

    static final int BROKER_STARTED = 1;
    static final int QUEUE_CREATED = 2;
    static final int QUEUE_DELETED = 3;
    static final int MESSAGE_STORED = 10;
    static final int MESSAGE_ACKNOWLEDGED = 11;
    static final int MESSAGE_COUNTED = 12;
    static final int MESSAGE_EXPIRED = 13;
    static final int MESSAGE_MOVED = 14;
    static final int CONTENT_PART = 15;
    static final int MESSAGE_STORED_IN_PARTS = 16;
    static final int BRANCH_PREPARED = 20;
    static final int BRANCH_COMMITTED = 21;
    static final int BRANCH_ROLLED_BACK = 22;
    static final int BRANCH_DECIDED = 23;
    static final int BRANCH_FORGOTTEN = 24;

    private RecordCodec() {}

    /** Makes the content of a stored message or part from its bytes in the journal. */
    @FunctionalInterface
    public interface ContentFactory {
        /** {@code bytes} is valid only during the call. */
        Content content(ByteBuffer bytes);
    }

    /** Writes the payload of a record and returns its type. */
    public static int encode(Record record, Fields out) {
        if (record instanceof MessageStored r) {
            out.putLong(r.tx()).putLong(r.messageNo()).putLong(r.queueId());
            envelope(out, r.envelope());
            if (r.content() instanceof PartsOfContent content) {
                out.putLong(content.contentNo()).putInt(content.parts()).putInt(content.size());
                return MESSAGE_STORED_IN_PARTS;
            }
            out.putBytes(r.content().bytes());
            return MESSAGE_STORED;
        }
        if (record instanceof ContentPart r) {
            out.putLong(r.contentNo()).putInt(r.parts()).putInt(r.size()).putInt(r.index());
            out.putBytes(r.part().bytes());
            return CONTENT_PART;
        }
        if (record instanceof MessageAcknowledged r) {
            out.putLong(r.tx()).putLong(r.queueId()).putLong(r.messageNo()).putInt(r.deliveries());
            return MESSAGE_ACKNOWLEDGED;
        }
        if (record instanceof MessageCounted r) {
            out.putLong(r.queueId()).putLong(r.messageNo()).putInt(r.deliveries());
            return MESSAGE_COUNTED;
        }
        if (record instanceof BranchPrepared r) {
            out.putLong(r.tx()).putXid(r.xid()).putInt(r.recordCount()).putLong(r.createdMs());
            return BRANCH_PREPARED;
        }
        if (record instanceof BranchCommitted r) {
            out.putLong(r.tx()).putXid(r.xid()).putLong(r.timeMs());
            return BRANCH_COMMITTED;
        }
        if (record instanceof BranchRolledBack r) {
            out.putLong(r.tx()).putXid(r.xid()).putLong(r.timeMs());
            return BRANCH_ROLLED_BACK;
        }
        if (record instanceof BranchDecided r) {
            out.putLong(r.tx()).putXid(r.xid()).putBoolean(r.committed()).putLong(r.timeMs());
            return BRANCH_DECIDED;
        }
        if (record instanceof BranchForgotten r) {
            out.putLong(r.tx()).putXid(r.xid());
            return BRANCH_FORGOTTEN;
        }
        if (record instanceof MessageMoved r) {
            out.putLong(r.queueId()).putLong(r.messageNo());
            out.putLong(r.toQueueId()).putLong(r.newMessageNo());
            DeadLetter dead = r.deadLetter();
            out.putString(dead.queue()).putInt(dead.deliveries());
            out.putString(dead.reason()).putLong(dead.atMs());
            return MESSAGE_MOVED;
        }
        if (record instanceof MessageExpired r) {
            out.putLong(r.queueId()).putLong(r.messageNo());
            return MESSAGE_EXPIRED;
        }
        if (record instanceof QueueCreated r) {
            out.putLong(r.queueId()).putString(r.name());
            return QUEUE_CREATED;
        }
        if (record instanceof QueueDeleted r) {
            out.putLong(r.queueId());
            return QUEUE_DELETED;
        }
        if (record instanceof BrokerStarted r) {
            out.putLong(r.opening()).putLong(r.timeMs());
            return BROKER_STARTED;
        }
        throw new IllegalArgumentException("no bytes are defined for " + record);
    }

    /**
     * Reads a record.
     *
     * @throws RecordFormatException if the type is unknown or the payload does not fit it
     */
    public static Record decode(int type, ByteBuffer payload, ContentFactory contents) {
        FieldReader in = new FieldReader(payload);
        try {
            return decode(type, in, contents);
        } catch (RuntimeException e) {
            throw new RecordFormatException(
                    "a record of type " + type + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Record decode(int type, FieldReader in, ContentFactory contents) {
        switch (type) {
            case MESSAGE_STORED, MESSAGE_STORED_IN_PARTS:
                return new MessageStored(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        envelope(in),
                        type == MESSAGE_STORED
                                ? contents.content(in.rest())
                                : new PartsOfContent(in.getLong(), in.getInt(), in.getInt()));
            case CONTENT_PART:
                return new ContentPart(
                        in.getLong(),
                        in.getInt(),
                        in.getInt(),
                        in.getInt(),
                        contents.content(in.rest()));
            case MESSAGE_ACKNOWLEDGED:
                return new MessageAcknowledged(
                        in.getLong(), in.getLong(), in.getLong(), in.getInt());
            case MESSAGE_COUNTED:
                return new MessageCounted(in.getLong(), in.getLong(), in.getInt());
            case MESSAGE_EXPIRED:
                return new MessageExpired(in.getLong(), in.getLong());
            case MESSAGE_MOVED:
                return new MessageMoved(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        new DeadLetter(in.getString(), in.getInt(), in.getString(), in.getLong()));
            case BRANCH_PREPARED:
                return new BranchPrepared(in.getLong(), in.getXid(), in.getInt(), in.getLong());
            case BRANCH_COMMITTED:
                return new BranchCommitted(in.getLong(), in.getXidOrNull(), in.getLong(), true);
            case BRANCH_ROLLED_BACK:
                return new BranchRolledBack(in.getLong(), in.getXidOrNull(), in.getLong(), true);
            case BRANCH_DECIDED:
                return new BranchDecided(in.getLong(), in.getXid(), in.getBoolean(), in.getLong());
            case BRANCH_FORGOTTEN:
                return new BranchForgotten(in.getLong(), in.getXid());
            case QUEUE_CREATED:
                return new QueueCreated(in.getLong(), in.getString());
            case QUEUE_DELETED:
                return new QueueDeleted(in.getLong());
            case BROKER_STARTED:
                return new BrokerStarted(in.getLong(), in.getLong());
            default:
                throw new RecordFormatException("the type is unknown to this version");
        }
    }

    private static void envelope(Fields out, Envelope e) {
        out.putString(e.messageId());
        out.putBoolean(e.destination().kind() == DestinationName.Kind.TOPIC)
                .putString(e.destination().name());
        out.putBoolean(e.persistent()).putByte(e.priority());
        out.putLong(e.timestamp()).putLong(e.expiration()).putLong(e.deliveryTime());
        out.putString(e.groupId()).putString(e.duplicateId());
    }

    private static Envelope envelope(FieldReader in) {
        String messageId = in.getString();
        DestinationName.Kind kind =
                in.getBoolean() ? DestinationName.Kind.TOPIC : DestinationName.Kind.QUEUE;
        return new Envelope(
                messageId,
                new DestinationName(kind, in.getString()),
                in.getBoolean(),
                in.getByte(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getStringOrNull(),
                in.getStringOrNull());
    }
}
