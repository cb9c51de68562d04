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
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import java.nio.ByteBuffer;

/**
 * The bytes of the journaled records: big endian, without gaps.
 *
 * <p>The lower byte of a type's number says what it is and is never used again for something else;
 * the upper byte is the layout of its fields. A reader knows every layout that was ever written.
 *
 * <pre>
 *   type   layout     fields
 *    1     0          broker started       opening 8, time 8
 *    2     0          queue created        queue 8, name
 *    3     0          queue deleted        queue 8
 *   10     0          message stored       tx 8, message 8, queue 8, envelope, content
 *          1                               tx 8, message 8, queue 8, place 8, envelope, content
 *   11     0          message acknowledged tx 8, queue 8, message 8, deliveries 4
 *   12     0          message counted      queue 8, message 8, deliveries 4
 *   13     0          message expired      queue 8, message 8
 *   14     0          message moved        queue 8, message 8, to queue 8, new message 8, dead
 *          1                               queue 8, message 8, to queue 8, new message 8, place 8,
 *                                          dead
 *   15     0          content part         content 8, parts 4, size 4, index 4, content
 *   16     0          message in parts     tx 8, message 8, queue 8, place 8, envelope, content 8,
 *                                          parts 4, size 4
 *   20     0          branch prepared      tx 8, xid, record count 4, created 8
 *   21     0          branch committed     tx 8, xid, time 8
 *          1                               tx 8, xid, place 8, time 8
 *   22     0          branch rolled back   tx 8, xid, time 8
 *   23     0          branch decided       tx 8, xid, committed 1, time 8
 *          1                               tx 8, xid, committed 1, place 8, time 8
 *   24     0          branch forgotten     tx 8, xid
 *   17, 18, 25        see {@link SnapshotCodec}
 *
 *   time, created     milliseconds of the epoch
 *   text              int length of UTF-8 (-1: null), bytes
 *   xid               int format id (-1: null), byte length, global transaction id,
 *                     byte length, qualifier
 *   envelope          message id, topic 1, destination, persistent 1, priority 1, timestamp 8,
 *                     expiration 8, delivery time 8, group id, duplicate id
 *   dead              queue, deliveries 4, reason, time 8
 *   content           the rest of the payload
 * </pre>
 *
 * <p>Threadsafe but for {@link Fields}, which belongs to its caller.
 */
public final class RecordCodec {

    /** In the upper byte of a type. */
    private static final int LAYOUT_1 = 1 << 8;

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

        /** Content that stands in another record, which takes {@code recordBytes}. */
        default Content elsewhere(long position, int recordBytes, int size) {
            throw new RecordFormatException("the content stands at " + position + ", not here");
        }
    }

    /** Writes the payload of a record and returns its type. */
    public static int encode(Record record, Fields out) {
        if (record instanceof MessageStored r) {
            out.putLong(r.tx()).putLong(r.messageNo()).putLong(r.queueId()).putLong(r.place());
            envelope(out, r.envelope());
            if (r.content() instanceof PartsOfContent content) {
                out.putLong(content.contentNo()).putInt(content.parts()).putInt(content.size());
                return MESSAGE_STORED_IN_PARTS;
            }
            out.putBytes(r.content().bytes());
            return MESSAGE_STORED | LAYOUT_1;
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
            out.putLong(r.tx()).putXid(r.xid()).putLong(r.place()).putLong(r.timeMs());
            return BRANCH_COMMITTED | LAYOUT_1;
        }
        if (record instanceof BranchRolledBack r) {
            out.putLong(r.tx()).putXid(r.xid()).putLong(r.timeMs());
            return BRANCH_ROLLED_BACK;
        }
        if (record instanceof BranchDecided r) {
            out.putLong(r.tx()).putXid(r.xid()).putBoolean(r.committed());
            out.putLong(r.place()).putLong(r.timeMs());
            return BRANCH_DECIDED | LAYOUT_1;
        }
        if (record instanceof BranchForgotten r) {
            out.putLong(r.tx()).putXid(r.xid());
            return BRANCH_FORGOTTEN;
        }
        if (record instanceof MessageMoved r) {
            out.putLong(r.queueId()).putLong(r.messageNo());
            out.putLong(r.toQueueId()).putLong(r.newMessageNo()).putLong(r.place());
            out.putDeadLetter(r.deadLetter());
            return MESSAGE_MOVED | LAYOUT_1;
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
        return SnapshotCodec.encode(record, out);
    }

    /**
     * Writes a kept message, or a part of a content, with the place of its content instead of the
     * content, for a checkpoint.
     *
     * @param position of the record that holds the content
     * @param recordBytes what that record takes
     */
    public static int encodeAt(Record record, long position, int recordBytes, Fields out) {
        return SnapshotCodec.encodeAt(record, position, recordBytes, out);
    }

    /** Whether a record of this type makes messages visible without saying at which place. */
    public static boolean unordered(int type) {
        return type == MESSAGE_STORED
                || type == MESSAGE_MOVED
                || type == BRANCH_COMMITTED
                || type == BRANCH_DECIDED;
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
                    "a record of type "
                            + (type & 0xFF)
                            + " in layout "
                            + (type >> 8)
                            + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Record decode(int type, FieldReader in, ContentFactory contents) {
        switch (type) {
            case MESSAGE_STORED, MESSAGE_STORED | LAYOUT_1, MESSAGE_STORED_IN_PARTS:
                return new MessageStored(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        place(type, in),
                        envelope(in),
                        type == MESSAGE_STORED_IN_PARTS
                                ? inParts(in, contents)
                                : contents.content(in.rest()));
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
            case MESSAGE_MOVED, MESSAGE_MOVED | LAYOUT_1:
                return new MessageMoved(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        place(type, in),
                        in.getDeadLetter());
            case BRANCH_PREPARED:
                return new BranchPrepared(in.getLong(), in.getXid(), in.getInt(), in.getLong());
            case BRANCH_COMMITTED, BRANCH_COMMITTED | LAYOUT_1:
                return new BranchCommitted(
                        in.getLong(), in.getXidOrNull(), place(type, in), in.getLong(), true);
            case BRANCH_ROLLED_BACK:
                return new BranchRolledBack(in.getLong(), in.getXidOrNull(), in.getLong(), true);
            case BRANCH_DECIDED, BRANCH_DECIDED | LAYOUT_1:
                return new BranchDecided(
                        in.getLong(), in.getXid(), in.getBoolean(), place(type, in), in.getLong());
            case BRANCH_FORGOTTEN:
                return new BranchForgotten(in.getLong(), in.getXid());
            case QUEUE_CREATED:
                return new QueueCreated(in.getLong(), in.getString());
            case QUEUE_DELETED:
                return new QueueDeleted(in.getLong());
            case BROKER_STARTED:
                return new BrokerStarted(in.getLong(), in.getLong());
            default:
                return SnapshotCodec.decode(type, in, contents);
        }
    }

    /** The rest of the payload, which is nothing, stands for the record. */
    static PartsOfContent inParts(FieldReader in, ContentFactory contents) {
        return new PartsOfContent(
                in.getLong(), in.getInt(), in.getInt(), contents.content(in.rest()));
    }

    private static long place(int type, FieldReader in) {
        return unordered(type) ? Record.UNORDERED : in.getLong();
    }

    static void envelope(Fields out, Envelope e) {
        out.putString(e.messageId());
        out.putBoolean(e.destination().kind() == DestinationName.Kind.TOPIC)
                .putString(e.destination().name());
        out.putBoolean(e.persistent()).putByte(e.priority());
        out.putLong(e.timestamp()).putLong(e.expiration()).putLong(e.deliveryTime());
        out.putString(e.groupId()).putString(e.duplicateId());
    }

    static Envelope envelope(FieldReader in) {
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
