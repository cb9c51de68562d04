package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Walks the documents of a Chronicle file with checks of its own; no byte is believed before its
 * checksum fitted. Chronicle's own documents (its header, its index) are stepped over by their
 * length and never looked into. Not threadsafe.
 */
final class DocumentWalker {

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int END_OF_FILE = 0xC000_0000;
    private static final int DOCUMENT_HEADER_BYTES = 4;

    private final ByteBuffer map;
    private final Checksum checksum;
    private final int limit;
    private int next;
    private int at;

    /**
     * @param map the file from its beginning, little endian
     * @param limit where to stop
     */
    DocumentWalker(ByteBuffer map, UUID journal, FilePlace file, long limit) {
        this.map = map;
        this.checksum = new Checksum(journal, file.epoch(), file.number());
        this.limit = (int) Math.min(limit, map.capacity());
    }

    /** Steps to the next document of ours. False where none follows: see {@link #stoppedAt}. */
    boolean next() {
        while (next >= 0 && next <= limit - DOCUMENT_HEADER_BYTES) {
            int header = map.getInt(next);
            int length = header & LENGTH_MASK;
            int start = next + DOCUMENT_HEADER_BYTES;
            if ((header & NOT_COMPLETE) != 0 || length == 0 || length > limit - start) {
                return false;
            }
            if ((header & META_DATA) == 0) {
                if (length != ours(start)) {
                    return false;
                }
                at = start;
                next = start + length;
                return true;
            }
            next = BatchFormat.aligned(start + length);
        }
        return false;
    }

    /** The length of a valid document of ours at this place, or −1. */
    private int ours(int start) {
        if (start > limit - BatchFormat.HEADER_BYTES
                || map.getInt(start + BatchFormat.AT_MAGIC) != BatchFormat.MAGIC
                || map.get(start + BatchFormat.AT_VERSION) < BatchFormat.OLDEST_VERSION
                || map.get(start + BatchFormat.AT_VERSION) > BatchFormat.VERSION) {
            return -1;
        }
        int length = map.getInt(start + BatchFormat.AT_LENGTH);
        if (length < BatchFormat.HEADER_BYTES
                || length > limit - start
                || length % BatchFormat.ALIGNMENT != 0
                || map.getInt(start + BatchFormat.AT_CRC)
                        != checksum.ofBatch(map, start, length, start)) {
            return -1;
        }
        return length;
    }

    /**
     * Looks for valid batches behind the place where the walk stopped, at every place where one
     * could stand.
     *
     * @return the highest durable position that any of them names; −1 if there is none
     */
    long durableBehindStop() {
        long durable = -1;
        int last = limit - BatchFormat.HEADER_BYTES;
        for (int i = Math.max(0, next); i <= last; i += BatchFormat.ALIGNMENT) {
            if (map.getInt(i) == BatchFormat.MAGIC
                    && ours(i) > 0
                    && map.get(i + BatchFormat.AT_KIND) == BatchFormat.KIND_BATCH) {
                durable = Math.max(durable, map.getLong(i + BatchFormat.AT_DURABLE));
            }
        }
        return durable;
    }

    /**
     * Goes on at the next valid document behind the place where the walk stopped, whatever stands
     * between; {@link #next} steps to it. Only for tools: what counts ends at the stop.
     *
     * @return false if there is none
     */
    boolean resync() {
        int last = limit - BatchFormat.HEADER_BYTES;
        int from = Math.max(DOCUMENT_HEADER_BYTES, next + DOCUMENT_HEADER_BYTES);
        for (int i = from; i <= last; i += BatchFormat.ALIGNMENT) {
            // one whose length before it is damaged could not be stepped to
            if (map.getInt(i) == BatchFormat.MAGIC
                    && ours(i) > 0
                    && map.getInt(i - DOCUMENT_HEADER_BYTES) == ours(i)) {
                next = i - DOCUMENT_HEADER_BYTES;
                return true;
            }
        }
        return false;
    }

    /** How many bytes from the stop to the last that is not zero; an end mark does not count. */
    int bytesBehindStop() {
        int from = next;
        if (from <= limit - DOCUMENT_HEADER_BYTES && map.getInt(from) == END_OF_FILE) {
            from += DOCUMENT_HEADER_BYTES;
        }
        int end = limit;
        while (end > from && end % Long.BYTES != 0 && map.get(end - 1) == 0) {
            end--;
        }
        while (end - Long.BYTES >= from && map.getLong(end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > from && map.get(end - 1) == 0) {
            end--;
        }
        return end - from;
    }

    /** Takes the current document for the one that could not be followed. */
    void stepBack() {
        next = at - DOCUMENT_HEADER_BYTES;
    }

    /** The offset of the document header that could not be followed. */
    int stoppedAt() {
        return next;
    }

    /** The offset of the current document's content. */
    int offset() {
        return at;
    }

    /** The offset behind the current document. */
    int end() {
        return next;
    }

    boolean isFileHeader() {
        return map.get(at + BatchFormat.AT_KIND) == BatchFormat.KIND_FILE_HEADER
                && end() - at == FileHeader.bytes(map.get(at + BatchFormat.AT_VERSION));
    }

    boolean isMarks() {
        return map.get(at + BatchFormat.AT_KIND) == BatchFormat.KIND_MARKS;
    }

    /** The numbers of a document that {@link #isMarks}. */
    long[] marks() {
        long[] marks = new long[(next - at - BatchFormat.HEADER_BYTES) / Long.BYTES];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = map.getLong(at + BatchFormat.HEADER_BYTES + i * Long.BYTES);
        }
        return marks;
    }

    /** Goes on at a place where a document's header may stand. */
    void seek(long offset) {
        next = (int) Math.min(offset, limit);
        at = next;
    }

    /** The durable position that was known when the current document was written. */
    long durable() {
        return map.getLong(at + BatchFormat.AT_DURABLE);
    }

    /** A copy of what stands between two offsets. */
    ByteBuffer copy(int start, int end) {
        ByteBuffer copy = ByteBuffer.allocateDirect(end - start).order(ByteOrder.LITTLE_ENDIAN);
        return copy.put(0, map, start, end - start);
    }

    /** Where the batch ends whose last record stands at an offset; past the limit if none can. */
    long endOfBatch(long record) {
        if (record > limit - BatchFormat.RECORD_HEADER_BYTES) {
            return Long.MAX_VALUE;
        }
        int length = map.getInt((int) record + BatchFormat.RECORD_AT_LENGTH);
        long end = record + BatchFormat.RECORD_HEADER_BYTES + length;
        return length < 0 || end > limit ? Long.MAX_VALUE : BatchFormat.aligned((int) end);
    }

    /** How much of the file can be walked. */
    int capacity() {
        return limit;
    }

    FileHeader fileHeader() {
        return FileHeader.read(map, at);
    }

    long sequence() {
        return map.getLong(at + BatchFormat.AT_SEQUENCE);
    }

    int count() {
        return map.getInt(at + BatchFormat.AT_COUNT);
    }

    /** The offset of the last record of the current batch. */
    int lastRecord() {
        int record = at + BatchFormat.HEADER_BYTES;
        for (int i = 1; i < count(); i++) {
            record += BatchFormat.RECORD_HEADER_BYTES + map.getInt(record);
        }
        return record;
    }

    /** Hands out the records of the current batch. */
    void records(long file, RecordVisitor visitor) {
        int record = at + BatchFormat.HEADER_BYTES;
        for (int i = 0; i < count(); i++) {
            int length = map.getInt(record + BatchFormat.RECORD_AT_LENGTH);
            int payload = record + BatchFormat.RECORD_HEADER_BYTES;
            visitor.record(
                    Position.of(file, record),
                    map.getInt(record + BatchFormat.RECORD_AT_TYPE),
                    map.slice(payload, length).asReadOnlyBuffer());
            record = payload + length;
        }
    }
}
