package io.ternmq.broker.record;

import io.ternmq.broker.record.Record.BranchKept;
import io.ternmq.broker.record.Record.CheckpointEnded;
import io.ternmq.broker.record.Record.ContentPart;
import io.ternmq.broker.record.Record.CountersKept;
import io.ternmq.broker.record.Record.MessageKept;
import io.ternmq.broker.record.Record.OutcomeKept;
import io.ternmq.broker.record.Record.Progress;
import io.ternmq.broker.record.Record.Standing;
import io.ternmq.broker.record.Record.TrimmedUpTo;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.Envelope;
import java.util.List;

/**
 * The bytes of the records that restate what is, in the notation of {@link RecordCodec}.
 *
 * <pre>
 *   type   layout     fields
 *   17     0          message kept         queue 8, message 8, body 8, standing 1, tx 8, place 8,
 *                                          deliveries 4, is dead 1, [dead], envelope, content
 *   18     0          .. in parts          as message kept, but for the content: content 8,
 *                                          parts 4, size 4
 *   25     0          branch kept          tx 8, xid, progress 1, record count 4, created 8
 *
 *   in checkpoints and start notes only, beside queue created (2) and branch kept (25):
 *   60     0          counters             opening 8, queue 8, message 8, content 8, tx 8,
 *                                          sequence 8, unordered up to 8
 *   61     0          outcome              xid, committed 1, time 8
 *   62     0          trimmed up to        message 8, queue 8, tx 8, content 8, skip up to 8
 *   63     0          message at           as message kept, but for the content: position 8,
 *                                          bytes of the record there 4, size of the content 4
 *   64     0          end                  number of messages 8
 *   65     0          .. in parts          as message kept in parts, then position 8, bytes of
 *                                          the record there 4, 0 4
 *   66     0          part at              content 8, parts 4, size 4, index 4, then as message at
 *
 *   standing          0 ready, 1 uncommitted, 2 consumed
 *   progress          0 open, 1 prepared, 2 decided to commit, 3 decided to roll back
 * </pre>
 */
final class SnapshotCodec {

    private static final int MESSAGE_KEPT = 17;
    private static final int MESSAGE_KEPT_IN_PARTS = 18;
    private static final int BRANCH_KEPT = 25;
    private static final int COUNTERS = 60;
    private static final int OUTCOME = 61;
    private static final int TRIMMED_UP_TO = 62;
    private static final int MESSAGE_AT = 63;
    private static final int END = 64;
    private static final int MESSAGE_AT_IN_PARTS = 65;
    private static final int PART_AT = 66;

    private static final List<Standing> STANDINGS =
            List.of(Standing.READY, Standing.UNCOMMITTED, Standing.CONSUMED);

    private static final List<Progress> PROGRESS =
            List.of(
                    Progress.OPEN,
                    Progress.PREPARED,
                    Progress.DECIDED_COMMIT,
                    Progress.DECIDED_ROLLBACK);

    private SnapshotCodec() {}

    static int encode(Record record, Fields out) {
        if (record instanceof MessageKept r) {
            message(r, out);
            if (r.content() instanceof PartsOfContent content) {
                parts(content, out);
                return MESSAGE_KEPT_IN_PARTS;
            }
            out.putBytes(r.content().bytes());
            return MESSAGE_KEPT;
        }
        if (record instanceof BranchKept r) {
            out.putLong(r.tx()).putXid(r.xid()).putByte(PROGRESS.indexOf(r.progress()));
            out.putInt(r.recordCount()).putLong(r.createdMs());
            return BRANCH_KEPT;
        }
        if (record instanceof OutcomeKept r) {
            out.putXid(r.xid()).putBoolean(r.committed()).putLong(r.timeMs());
            return OUTCOME;
        }
        if (record instanceof CountersKept r) {
            out.putLong(r.opening()).putLong(r.queueId()).putLong(r.messageNo());
            out.putLong(r.contentNo())
                    .putLong(r.tx())
                    .putLong(r.sequence())
                    .putLong(r.unorderedUpTo());
            return COUNTERS;
        }
        if (record instanceof TrimmedUpTo r) {
            out.putLong(r.messageNo()).putLong(r.queueId()).putLong(r.tx());
            out.putLong(r.contentNo()).putLong(r.skipUpTo());
            return TRIMMED_UP_TO;
        }
        if (record instanceof CheckpointEnded r) {
            out.putLong(r.messages());
            return END;
        }
        throw new IllegalArgumentException("no bytes are defined for " + record);
    }

    static int encodeAt(Record record, long position, int recordBytes, Fields out) {
        if (record instanceof ContentPart r) {
            out.putLong(r.contentNo()).putInt(r.parts()).putInt(r.size()).putInt(r.index());
            out.putLong(position).putInt(recordBytes).putInt(r.part().size());
            return PART_AT;
        }
        if (!(record instanceof MessageKept r)) {
            throw new IllegalArgumentException("no place is defined for " + record);
        }
        message(r, out);
        if (r.content() instanceof PartsOfContent content) {
            parts(content, out);
            out.putLong(position).putInt(recordBytes).putInt(0);
            return MESSAGE_AT_IN_PARTS;
        }
        out.putLong(position).putInt(recordBytes).putInt(r.content().size());
        return MESSAGE_AT;
    }

    private static void parts(PartsOfContent content, Fields out) {
        out.putLong(content.contentNo()).putInt(content.parts()).putInt(content.size());
    }

    private static void message(MessageKept r, Fields out) {
        out.putLong(r.queueId()).putLong(r.messageNo()).putLong(r.bodyNo());
        out.putByte(STANDINGS.indexOf(r.standing())).putLong(r.tx()).putLong(r.place());
        out.putInt(r.deliveries());
        DeadLetter dead = r.deadLetter();
        out.putBoolean(dead != null);
        if (dead != null) {
            out.putDeadLetter(dead);
        }
        RecordCodec.envelope(out, r.envelope());
    }

    static Record decode(int type, FieldReader in, RecordCodec.ContentFactory contents) {
        return switch (type) {
            case MESSAGE_KEPT, MESSAGE_AT, MESSAGE_KEPT_IN_PARTS, MESSAGE_AT_IN_PARTS ->
                    message(type, in, contents);
            case PART_AT ->
                    new ContentPart(
                            in.getLong(),
                            in.getInt(),
                            in.getInt(),
                            in.getInt(),
                            elsewhere(in, contents));
            case BRANCH_KEPT ->
                    new BranchKept(
                            in.getLong(),
                            in.getXidOrNull(),
                            PROGRESS.get(in.getIndex(PROGRESS.size())),
                            in.getInt(),
                            in.getLong());
            case OUTCOME -> new OutcomeKept(in.getXid(), in.getBoolean(), in.getLong());
            case COUNTERS ->
                    new CountersKept(
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong(),
                            in.getLong());
            case TRIMMED_UP_TO ->
                    new TrimmedUpTo(
                            in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
            case END -> new CheckpointEnded(in.getLong());
            default -> throw new RecordFormatException("the type is unknown to this version");
        };
    }

    private static MessageKept message(
            int type, FieldReader in, RecordCodec.ContentFactory contents) {
        long queueId = in.getLong();
        long messageNo = in.getLong();
        long bodyNo = in.getLong();
        Standing standing = STANDINGS.get(in.getIndex(STANDINGS.size()));
        long tx = in.getLong();
        long place = in.getLong();
        int deliveries = in.getInt();
        DeadLetter dead = in.getBoolean() ? in.getDeadLetter() : null;
        Envelope envelope = RecordCodec.envelope(in);
        Content content =
                switch (type) {
                    case MESSAGE_KEPT -> contents.content(in.rest());
                    case MESSAGE_KEPT_IN_PARTS -> RecordCodec.inParts(in, contents);
                    case MESSAGE_AT -> elsewhere(in, contents);
                    default ->
                            new PartsOfContent(
                                    in.getLong(),
                                    in.getInt(),
                                    in.getInt(),
                                    elsewhere(in, contents));
                };
        return new MessageKept(
                queueId,
                messageNo,
                bodyNo,
                standing,
                tx,
                place,
                deliveries,
                dead,
                envelope,
                content);
    }

    private static Content elsewhere(FieldReader in, RecordCodec.ContentFactory contents) {
        return contents.elsewhere(in.getLong(), in.getInt(), in.getInt());
    }
}
