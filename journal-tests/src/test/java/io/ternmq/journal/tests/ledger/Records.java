package io.ternmq.journal.tests.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The records of a store, big endian. Each begins with the number of the operation that it belongs
 * to, 0 if it belongs to none.
 *
 * <pre>
 *  ADD, COPY      long id, int count, long adding branch, long acknowledging branch, body
 *  ACKNOWLEDGE    long id, long branch
 *  UPDATE         long id, int count
 *  BIND           int key, value
 *  PREPARE, COMMIT, ROLLBACK, PREPARED   long branch
 * </pre>
 */
final class Records {

    static final int ADD = 1;
    static final int ACKNOWLEDGE = 2;
    static final int UPDATE = 3;
    static final int BIND = 4;
    static final int PREPARE = 5;
    static final int COMMIT = 6;
    static final int ROLLBACK = 7;

    /** Restates a message: everything about it, whatever came before. */
    static final int COPY = 8;

    /** Restates that a branch is prepared. */
    static final int PREPARED = 9;

    /** What stands before the body. */
    static final int MESSAGE_BYTES = 36;

    /** A record that is not appended yet. */
    record Piece(int type, byte[] payload) {}

    private Records() {}

    static void write(List<Piece> batch, long op, Op what) {
        if (what instanceof Op.Add add) {
            long id = add.firstId();
            for (int size : add.sizes()) {
                ByteBuffer record = message(op, id, 0, add.branch(), 0, size);
                Payloads.write(record, id++, size);
                put(batch, ADD, record);
            }
        } else if (what instanceof Op.Acknowledge ack) {
            for (long id : ack.ids()) {
                ByteBuffer record = ByteBuffer.allocate(24).putLong(op).putLong(id);
                put(batch, ACKNOWLEDGE, record.putLong(ack.branch()));
            }
        } else if (what instanceof Op.Update update) {
            ByteBuffer record = ByteBuffer.allocate(20).putLong(op).putLong(update.id());
            put(batch, UPDATE, record.putInt(update.count()));
        } else if (what instanceof Op.Bind bind) {
            byte[] value = bind.value().getBytes(StandardCharsets.UTF_8);
            ByteBuffer record = ByteBuffer.allocate(12 + value.length).putLong(op);
            put(batch, BIND, record.putInt(bind.key()).put(value));
        } else if (what instanceof Op.Prepare prepare) {
            branch(batch, PREPARE, op, prepare.branch());
        } else if (what instanceof Op.Commit commit) {
            branch(batch, COMMIT, op, commit.branch());
        } else if (what instanceof Op.Rollback rollback) {
            branch(batch, ROLLBACK, op, rollback.branch());
        } else if (what instanceof Op.Together together) {
            together.parts().forEach(part -> write(batch, op, part));
        }
    }

    static void branch(List<Piece> batch, int type, long op, long branch) {
        put(batch, type, ByteBuffer.allocate(16).putLong(op).putLong(branch));
    }

    /** A message's record with room for the body. */
    static ByteBuffer message(
            long op, long id, int count, long addBranch, long ackBranch, int size) {
        return ByteBuffer.allocate(MESSAGE_BYTES + size)
                .putLong(op)
                .putLong(id)
                .putInt(count)
                .putLong(addBranch)
                .putLong(ackBranch);
    }

    static void put(List<Piece> batch, int type, ByteBuffer record) {
        batch.add(new Piece(type, record.array()));
    }
}
