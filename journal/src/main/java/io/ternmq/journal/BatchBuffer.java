package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A batch as it will stand in the file, built in a direct buffer that grows up to the largest batch
 * and is used again and again. Belongs to the writer.
 */
final class BatchBuffer implements RecordBatch {

    private static final int FIRST_CAPACITY = 64 << 10;

    private final int maxBytes;
    private final CRC32C crc = new CRC32C();
    private final byte[] head = new byte[8];
    private final ByteBuffer headView = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer buffer;
    private int[] starts = new int[64];
    private int count;
    private int end = BatchFormat.HEADER_BYTES;
    private long base = -1;

    BatchBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
        this.buffer = allocate(Math.min(FIRST_CAPACITY, maxBytes));
    }

    @Override
    public int add(int type, byte[] payload, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, payload.length);
        if (type < 0 || type > 65_535) {
            throw new IllegalArgumentException("type is " + type + "; give one from 0 to 65535");
        }
        if (!fits(length)) {
            throw new IllegalArgumentException(
                    "a record of "
                            + length
                            + " bytes does not fit into a batch that holds "
                            + sizeBytes()
                            + " of at most "
                            + maxBytes
                            + "; append the batch first, or raise blockSizeBytes");
        }
        int start = end;
        int next = start + BatchFormat.RECORD_HEADER_BYTES + length;
        reserve(next);
        headView.putInt(BatchFormat.RECORD_AT_LENGTH, length)
                .putInt(BatchFormat.RECORD_AT_TYPE, type);
        crc.reset();
        crc.update(head);
        crc.update(payload, offset, length);
        buffer.put(start, head)
                .putInt(start + BatchFormat.RECORD_AT_CRC, (int) crc.getValue())
                .put(start + BatchFormat.RECORD_HEADER_BYTES, payload, offset, length);
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count] = start;
        end = next;
        base = -1;
        return count++;
    }

    @Override
    public boolean fits(int length) {
        return length >= 0
                && length
                        <= maxBytes - BatchFormat.RECORD_HEADER_BYTES - BatchFormat.ALIGNMENT - end;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int sizeBytes() {
        return BatchFormat.aligned(end);
    }

    @Override
    public long position(int index) {
        Objects.checkIndex(index, count);
        if (base < 0) {
            throw new IllegalStateException("the batch was not appended yet");
        }
        return base + starts[index];
    }

    @Override
    public void clear() {
        count = 0;
        end = BatchFormat.HEADER_BYTES;
        base = -1;
    }

    /** All of it but the checksum. */
    ByteBuffer encode(long sequence, long durable) {
        int size = sizeBytes();
        reserve(size);
        for (int i = end; i < size; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.putInt(BatchFormat.AT_MAGIC, BatchFormat.MAGIC)
                .put(BatchFormat.AT_VERSION, (byte) BatchFormat.VERSION)
                .put(BatchFormat.AT_KIND, BatchFormat.KIND_BATCH)
                .putInt(BatchFormat.AT_LENGTH, size)
                .putLong(BatchFormat.AT_SEQUENCE, sequence)
                .putLong(BatchFormat.AT_DURABLE, durable)
                .putInt(BatchFormat.AT_COUNT, count);
        return buffer.limit(size);
    }

    /** Where the batch now stands. */
    void appendedAt(long position) {
        base = position;
    }

    private void reserve(int bytes) {
        buffer.clear();
        if (bytes > buffer.capacity()) {
            ByteBuffer larger =
                    allocate(Math.min(maxBytes, Math.max(bytes, 2 * buffer.capacity())));
            larger.put(0, buffer, 0, end);
            buffer = larger;
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
