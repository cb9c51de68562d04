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
 *  56  int    how many of the batches that follow were carried over from behind that end
 *  60  int    0
 * </pre>
 *
 * <p>In version 1 it ends at 56. Where batches were carried over it counts only if all of them are
 * there too: until then they are needed where they stood before.
 *
 * @param nextSequence the number of the batch that follows
 * @param durable the position of the last record before this file
 * @param previousFile the file before this one, 0 if this is the first
 * @param previousEnd where the good part of it ends
 * @param carried batches that were not proven durable where they stood, rewritten behind this
 */
record FileHeader(
        long nextSequence, long durable, long previousFile, long previousEnd, int carried) {

    static final int BYTES = BatchFormat.HEADER_BYTES + 24;
    private static final int BYTES_OF_VERSION_1 = BatchFormat.HEADER_BYTES + 16;

    private static final int AT_PREVIOUS_FILE = BatchFormat.HEADER_BYTES;
    private static final int AT_PREVIOUS_END = BatchFormat.HEADER_BYTES + 8;
    private static final int AT_CARRIED = BatchFormat.HEADER_BYTES + 16;

    /** How long it is in a version of the format. */
    static int bytes(int version) {
        return version == 1 ? BYTES_OF_VERSION_1 : BYTES;
    }

    static FileHeader read(ByteBuffer buffer, int at) {
        return new FileHeader(
                buffer.getLong(at + BatchFormat.AT_SEQUENCE),
                buffer.getLong(at + BatchFormat.AT_DURABLE),
                buffer.getLong(at + AT_PREVIOUS_FILE),
                buffer.getLong(at + AT_PREVIOUS_END),
                buffer.get(at + BatchFormat.AT_VERSION) == 1 ? 0 : buffer.getInt(at + AT_CARRIED));
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
                .putLong(AT_PREVIOUS_END, previousEnd)
                .putInt(AT_CARRIED, carried);
    }
}
