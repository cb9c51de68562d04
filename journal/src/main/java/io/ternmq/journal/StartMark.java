package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where the journal begins since files were trimmed: {@code journal.start}, a whole file that is
 * replaced and forced before anything is deleted. Little endian.
 *
 * <pre>
 *   0  int    magic "TRNS"
 *   4  int    format version
 *   8  long   journal id, upper half
 *  16  long   journal id, lower half
 *  24  long   number of the first file that counts
 *  32  int    length of the owner's note
 *  36  int    CRC32C of bytes 0–35 and 40–end
 *  40  …      the owner's note
 * </pre>
 *
 * @param firstFile files with lower numbers do not count; 0 if nothing was ever trimmed
 * @param note of the owner
 */
record StartMark(long firstFile, byte[] note) {

    static final String FILE = "journal.start";

    private static final int MAGIC = 'T' | 'R' << 8 | 'N' << 16 | 'S' << 24;
    private static final int AT_CRC = 36;
    private static final int HEADER_BYTES = 40;
    private static final StartMark NONE = new StartMark(0, new byte[0]);

    /** Reads the mark of a directory. */
    static StartMark of(Path directory, UUID journal) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.capacity() < HEADER_BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(32) != bytes.capacity() - HEADER_BYTES
                || bytes.getInt(AT_CRC) != checksum(bytes)) {
            throw new JournalCorruptException(file, 0, "its checksum does not fit its content");
        }
        if (bytes.getInt(4) > BatchFormat.VERSION) {
            throw new JournalFormatException(directory, bytes.getInt(4), BatchFormat.VERSION);
        }
        if (!journal.equals(new UUID(bytes.getLong(8), bytes.getLong(16)))) {
            throw new JournalCorruptException(file, 8, "it belongs to another journal");
        }
        byte[] note = new byte[bytes.getInt(32)];
        bytes.get(HEADER_BYTES, note);
        return new StartMark(bytes.getLong(24), note);
    }

    /** Replaces the mark of a directory; durable when this returns. */
    void write(Path directory, UUID journal, SteadyFiles files) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + note.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, MAGIC)
                .putInt(4, BatchFormat.VERSION)
                .putLong(8, journal.getMostSignificantBits())
                .putLong(16, journal.getLeastSignificantBits())
                .putLong(24, firstFile)
                .putInt(32, note.length)
                .put(HEADER_BYTES, note);
        bytes.putInt(AT_CRC, checksum(bytes));
        files.writeWhole(directory.resolve(FILE), bytes.array());
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, AT_CRC));
        crc.update(bytes.slice(HEADER_BYTES, bytes.capacity() - HEADER_BYTES));
        return (int) crc.getValue();
    }
}
