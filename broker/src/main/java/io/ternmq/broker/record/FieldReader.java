package io.ternmq.broker.record;

import io.ternmq.wire.message.DeadLetter;
import io.ternmq.xa.XidValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one record in their order. Not threadsafe. */
final class FieldReader {

    private final ByteBuffer in;

    FieldReader(ByteBuffer in) {
        this.in = in;
    }

    long getLong() {
        return in.getLong();
    }

    int getInt() {
        return in.getInt();
    }

    byte getByte() {
        return in.get();
    }

    boolean getBoolean() {
        return in.get() != 0;
    }

    /** What was not read yet. */
    ByteBuffer rest() {
        return in.slice();
    }

    String getString() {
        String value = getStringOrNull();
        if (value == null) {
            throw new RecordFormatException("a text is missing");
        }
        return value;
    }

    @Nullable String getStringOrNull() {
        int length = in.getInt();
        if (length == -1) {
            return null;
        }
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    XidValue getXid() {
        XidValue xid = getXidOrNull();
        if (xid == null) {
            throw new RecordFormatException("an Xid is missing");
        }
        return xid;
    }

    @Nullable XidValue getXidOrNull() {
        int formatId = in.getInt();
        if (formatId == -1) {
            return null;
        }
        byte[] gtrid = bytes(in.get());
        byte[] bqual = bytes(in.get());
        return new XidValue(formatId, gtrid, bqual);
    }

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new RecordFormatException(
                    "a field of " + length + " bytes where " + in.remaining() + " are left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    DeadLetter getDeadLetter() {
        return new DeadLetter(getString(), getInt(), getString(), getLong());
    }

    /** A byte from 0 to below {@code end}. */
    int getIndex(int end) {
        int index = in.get();
        if (index < 0 || index >= end) {
            throw new RecordFormatException("the value " + index + " is unknown to this version");
        }
        return index;
    }
}
