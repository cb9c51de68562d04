package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of the journal as readers see it: a mapping of our own up to the end of its good part,
 * which moves while the file is being written. Any thread may read. The mapping goes with the
 * garbage collector, so that a reader never holds one that was taken away.
 */
final class StoredFile {

    private final FilePlace place;
    private volatile long end;
    private volatile @Nullable ByteBuffer map;

    StoredFile(FilePlace place, long end) {
        this.place = place;
        this.end = end;
    }

    FilePlace place() {
        return place;
    }

    long number() {
        return place.number();
    }

    Path path() {
        return place.path();
    }

    /** Where the good part ends; 0 while there is none. */
    long end() {
        return end;
    }

    /** Whether it holds no batch yet. */
    boolean isEmpty() {
        return end == 0;
    }

    /** The writer has completed a document that ends here. */
    void grownTo(long newEnd) {
        end = newEnd;
    }

    /** The file from its beginning to the end of its good part, or further. Little endian. */
    ByteBuffer map() throws IOException {
        long needed = end;
        ByteBuffer current = map;
        if (current != null && current.capacity() >= needed) {
            return current;
        }
        synchronized (this) {
            current = map;
            if (current == null || current.capacity() < needed) {
                current = mapWhole(place.path());
                map = current;
            }
            return current;
        }
    }

    /** Maps all of a file, read-only. */
    static ByteBuffer mapWhole(Path path) throws IOException {
        try (FileChannel channel = SteadyFiles.open(path, StandardOpenOption.READ)) {
            long size = Math.min(channel.size(), Integer.MAX_VALUE);
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Gives back what was reserved behind the end. No mapping may have been made yet. */
    void cutSpareTail() throws IOException {
        try (FileChannel channel = SteadyFiles.open(place.path(), StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
    }

    StoredRecord read(long position) throws JournalException {
        long offset = Position.offset(position);
        long limit = end;
        int head = BatchFormat.RECORD_HEADER_BYTES;
        if (offset < BatchFormat.HEADER_BYTES || offset > limit - head) {
            throw noRecord(position, "the good part of that file ends at " + limit);
        }
        try {
            ByteBuffer bytes = map();
            int at = (int) offset;
            int length = bytes.getInt(at + BatchFormat.RECORD_AT_LENGTH);
            if (length < 0 || length > limit - head - offset) {
                throw noRecord(position, "its length would be " + length);
            }
            ByteBuffer payload = ByteBuffer.allocate(length);
            payload.put(0, bytes, at + head, length);
            CRC32C crc = new CRC32C();
            crc.update(bytes.slice(at, BatchFormat.RECORD_AT_CRC));
            crc.update(payload.array());
            if ((int) crc.getValue() != bytes.getInt(at + BatchFormat.RECORD_AT_CRC)) {
                throw noRecord(position, "its checksum does not fit");
            }
            return new StoredRecord(
                    position,
                    bytes.getInt(at + BatchFormat.RECORD_AT_TYPE),
                    payload.asReadOnlyBuffer());
        } catch (JournalException e) {
            throw e;
        } catch (IOException | InternalError e) {
            throw new JournalException(
                    "Journal file " + place.path() + " cannot be read at " + offset + ": " + e, e);
        }
    }

    private JournalException noRecord(long position, String why) {
        return new JournalException(
                "There is no whole record at position "
                        + Position.text(position)
                        + " in journal file "
                        + place.path()
                        + ": "
                        + why);
    }
}
