package io.ternmq.journal.tests.damage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Finds the headers and lengths in a directory's files, by the layouts as they are documented and
 * not by the journal's own code.
 */
final class Layout {

    private static final int DOCUMENT = 4;
    private static final int BATCH = 40;
    private static final int RECORD = 12;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH = 0x3FFF_FFFF;
    private static final int CHECKPOINT_HEADER = 56;
    private static final int BLOCK = 8;

    private Layout() {}

    /** The offsets of the bytes that are no payload. */
    static BitSet headers(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        String name = file.getFileName().toString();
        if (name.endsWith(".cq4")) {
            return records(bytes);
        }
        BitSet headers = new BitSet();
        if (name.startsWith("checkpoint-")) {
            return checkpoint(bytes);
        } else if (name.equals("journal.id")) {
            headers.set(0, bytes.capacity());
        } else if (name.equals("journal.start")) {
            headers.set(0, BATCH);
        }
        return headers;
    }

    private static BitSet records(ByteBuffer bytes) {
        BitSet headers = new BitSet();
        int at = 0;
        while (at + DOCUMENT <= bytes.capacity()) {
            headers.set(at, at + DOCUMENT);
            int header = bytes.getInt(at);
            int length = header & LENGTH;
            int start = at + DOCUMENT;
            if (header <= 0 || length > bytes.capacity() - start) {
                return headers;
            }
            if ((header & META_DATA) == 0) {
                batch(bytes, start, length, headers);
            }
            at = start + length + 3 & -4;
        }
        return headers;
    }

    private static void batch(ByteBuffer bytes, int start, int length, BitSet headers) {
        boolean holdsRecords = bytes.get(start + 5) == 1;
        headers.set(start, start + (holdsRecords ? BATCH : length));
        int at = start + BATCH;
        for (int i = 0; holdsRecords && i < bytes.getInt(start + 32); i++) {
            headers.set(at, at + RECORD);
            at += RECORD + bytes.getInt(at);
        }
    }

    private static BitSet checkpoint(ByteBuffer bytes) {
        BitSet headers = new BitSet();
        headers.set(0, CHECKPOINT_HEADER);
        int at = CHECKPOINT_HEADER;
        while (at + BLOCK <= bytes.capacity()) {
            int end = at + BLOCK + bytes.getInt(at);
            headers.set(at, at + BLOCK);
            if (end == at + BLOCK) {
                headers.set(at, bytes.capacity());
                return headers;
            }
            for (int record = at + BLOCK; record < end; ) {
                headers.set(record, record + BLOCK);
                record += BLOCK + bytes.getInt(record);
            }
            at = end;
        }
        return headers;
    }
}
