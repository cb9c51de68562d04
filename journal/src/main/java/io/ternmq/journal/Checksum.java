package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Checksums of the batches of one file. Beside the bytes they cover journal, epoch, file number and
 * offset, so that a batch that was copied elsewhere, into a payload for instance, does not pass for
 * one. Not threadsafe.
 */
final class Checksum {

    private static final int AT_OFFSET = 32;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(40);

    Checksum(UUID journal, long epoch, long file) {
        place.putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(epoch)
                .putLong(file);
    }

    /**
     * The checksum of the batch at an index of a buffer.
     *
     * @param offset of the batch in its file
     */
    int ofBatch(ByteBuffer buffer, int at, int length, long offset) {
        place.putLong(AT_OFFSET, offset);
        crc.reset();
        crc.update(place.array());
        crc.update(buffer.slice(at, BatchFormat.AT_CRC));
        int rest = BatchFormat.AT_CRC + Integer.BYTES;
        crc.update(buffer.slice(at + rest, length - rest));
        return (int) crc.getValue();
    }
}
