package io.ternmq.journal;

/**
 * The layout of a batch, little endian. One batch is the payload of one Chronicle document.
 *
 * <pre>
 *   0  int    magic "TRNB"
 *   4  byte   format version
 *   5  byte   kind: 1 batch, 2 file header, 3 marks
 *   6  short  0
 *   8  int    length of all of this, a multiple of 4
 *  12  int    CRC32C of journal id, epoch, file number, offset, bytes 0–11 and 16–length
 *  16  long   sequence number of this batch, without gaps; in the others, of the next batch
 *  24  long   durable position known when this was written
 *  32  int    number of records
 *  36  int    0
 *  40  …      batch: records; file header: see {@link FileHeader}; marks: longs of the owner's
 *
 *  record
 *   0  int    length of the payload
 *   4  int    type, 0 to 65,535
 *   8  int    CRC32C of the 8 bytes before and the payload
 *  12  …      payload, without padding
 * </pre>
 *
 * <p>Version 1 has no marks and a shorter file header; batches are the same.
 */
final class BatchFormat {

    /** The newest format that this code writes and reads. */
    static final int VERSION = 2;

    /** The oldest that this code reads. */
    static final int OLDEST_VERSION = 1;

    static final int MAGIC = 'T' | 'R' << 8 | 'N' << 16 | 'B' << 24;
    static final byte KIND_BATCH = 1;
    static final byte KIND_FILE_HEADER = 2;
    static final byte KIND_MARKS = 3;

    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 4;
    static final int AT_KIND = 5;
    static final int AT_LENGTH = 8;
    static final int AT_CRC = 12;
    static final int AT_SEQUENCE = 16;
    static final int AT_DURABLE = 24;
    static final int AT_COUNT = 32;
    static final int HEADER_BYTES = 40;

    static final int RECORD_AT_LENGTH = 0;
    static final int RECORD_AT_TYPE = 4;
    static final int RECORD_AT_CRC = 8;
    static final int RECORD_HEADER_BYTES = 12;

    /** Documents stand at multiples of this. */
    static final int ALIGNMENT = 4;

    private BatchFormat() {}

    static int aligned(int length) {
        return length + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
