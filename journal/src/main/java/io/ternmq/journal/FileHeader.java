package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first document of ours in each file. It is forced before anything follows it, and what it
 * refers to was forced before it was written; so a valid one proves where the good part of the
 * journal before this file ends. What stood behind that end stays dropped for good.
 *
 * <pre>
 *  40  long   number of the file before this one, 0 if none
 *  48  long   offset in that file where its good part ends, 0 if none
 * </pre>
 *
 * @param nextSequence the number of the batch that follows
 * @param durable the position of the last record before this file
 * @param previousFile the file before this one, 0 if this is the first
 * @param previousEnd where the good part of it ends
 */
record FileHeader(long nextSequence, long durable, long previousFile, long previousEnd) {

    static final int BYTES = BatchFormat.HEADER_BYTES + 16;

    private static final int AT_PREVIOUS_FILE = BatchFormat.HEADER_BYTES;
    private static final int AT_PREVIOUS_END = BatchFormat.HEADER_BYTES + 8;

    static FileHeader read(ByteBuffer buffer, int at) {
        return new FileHeader(
                buffer.getLong(at + BatchFormat.AT_SEQUENCE),
                buffer.getLong(at + BatchFormat.AT_DURABLE),
                buffer.getLong(at + AT_PREVIOUS_FILE),
                buffer.getLong(at + AT_PREVIOUS_END));
    }

    /** All of it but the checksum. */
    ByteBuffer encode() {
        return ByteBuffer.allocateDirect(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(BatchFormat.AT_MAGIC, BatchFormat.MAGIC)
                .put(BatchFormat.AT_VERSION, (byte) BatchFormat.VERSION)
                .put(BatchFormat.AT_KIND, BatchFormat.KIND_FILE_HEADER)
                .putInt(BatchFormat.AT_LENGTH, BYTES)
                .putLong(BatchFormat.AT_SEQUENCE, nextSequence)
                .putLong(BatchFormat.AT_DURABLE, durable)
                .putLong(AT_PREVIOUS_FILE, previousFile)
                .putLong(AT_PREVIOUS_END, previousEnd);
    }
}
