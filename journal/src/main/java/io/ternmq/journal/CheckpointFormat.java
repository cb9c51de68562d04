package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a checkpoint, little endian. Beside its bytes each checksum covers the journal, the
 * number of the checkpoint and that of the block, so that no block passes for another.
 *
 * <pre>
 *  header
 *   0  int    magic "TRNC"
 *   4  int    format version
 *   8  long   number of the checkpoint
 *  16  long   position of the last record that it includes
 *  24  long   offset in that record's file where the next batch may stand
 *  32  long   sequence number of the next batch
 *  40  long   time it was begun, milliseconds of the epoch
 *  48  int    0
 *  52  int    CRC32C of bytes 0–51, as block −1
 *
 *  block, any number of them
 *   0  int    length of its records, over 0
 *   4  int    CRC32C of the length and the records
 *   8  …      records: int length, int type, payload
 *
 *  trailer
 *   0  int    0
 *   4  int    CRC32C of bytes 0–3 and 8–23, as block −2
 *   8  long   number of blocks
 *  16  long   length of the whole file
 * </pre>
 */
final class CheckpointFormat {

    static final int MAGIC = 'T' | 'R' << 8 | 'N' << 16 | 'C' << 24;

    static final int AT_NUMBER = 8;
    static final int AT_POSITION = 16;
    static final int AT_END = 24;
    static final int AT_SEQUENCE = 32;
    static final int AT_TIME = 40;
    static final int AT_CRC = 52;
    static final int HEADER_BYTES = 56;

    static final int BLOCK_AT_CRC = 4;
    static final int BLOCK_HEADER_BYTES = 8;
    static final int RECORD_HEADER_BYTES = 8;

    static final int TRAILER_AT_BLOCKS = 8;
    static final int TRAILER_AT_LENGTH = 16;
    static final int TRAILER_BYTES = 24;

    static final long HEADER = -1;
    static final long TRAILER = -2;

    private final UUID journal;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(32);

    CheckpointFormat(UUID journal) {
        this.journal = journal;
    }

    /**
     * The checksum of a part of a checkpoint: all of it but the four bytes at {@code atCrc}.
     *
     * @param number of the checkpoint
     * @param block the number of the block, or {@link #HEADER} or {@link #TRAILER}
     * @param part from 0 to its limit
     */
    int checksum(long number, long block, ByteBuffer part, int atCrc) {
        place.putLong(0, journal.getMostSignificantBits())
                .putLong(8, journal.getLeastSignificantBits())
                .putLong(16, number)
                .putLong(24, block);
        crc.reset();
        crc.update(place.array());
        crc.update(part.slice(0, atCrc));
        int rest = atCrc + Integer.BYTES;
        crc.update(part.slice(rest, part.limit() - rest));
        return (int) crc.getValue();
    }
}
