package io.ternmq.broker.record;

import io.ternmq.wire.message.DeadLetter;
import io.ternmq.xa.XidValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of one record as they are written; reused for the next. Not threadsafe. */
public final class Fields {

    private byte[] bytes = new byte[512];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);

    /** Empties it. */
    public void clear() {
        buffer.clear();
    }

    /** What was written, from index 0 to {@link #length}; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes were written. */
    public int length() {
        return buffer.position();
    }

    Fields putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    Fields putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    Fields putByte(int value) {
        room(1).put((byte) value);
        return this;
    }

    Fields putBoolean(boolean value) {
        return putByte(value ? 1 : 0);
    }

    Fields putBytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    Fields putString(@Nullable String value) {
        if (value == null) {
            return putInt(-1);
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return putInt(utf8.length).putBytes(utf8);
    }

    Fields putXid(@Nullable XidValue xid) {
        if (xid == null) {
            return putInt(-1);
        }
        putInt(xid.getFormatId());
        byte[] gtrid = xid.getGlobalTransactionId();
        byte[] bqual = xid.getBranchQualifier();
        return putByte(gtrid.length).putBytes(gtrid).putByte(bqual.length).putBytes(bqual);
    }

    Fields putDeadLetter(DeadLetter dead) {
        putString(dead.queue()).putInt(dead.deliveries());
        return putString(dead.reason()).putLong(dead.atMs());
    }

    private ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            int position = buffer.position();
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + length));
            buffer = ByteBuffer.wrap(bytes).position(position);
        }
        return buffer;
    }
}
