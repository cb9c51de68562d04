package io.ternmq.broker.runtime;

import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.RecordFormatException;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.StoredRecord;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a persistent message, or one part of it: in memory while the {@link ContentCache}
 * has room for it, and in the journal, from where the thread that asks for it reads it.
 *
 * <p>While a message needs it, the record that holds it is counted as live in the journal. Reclaim
 * may move it: whoever finds nothing at its position looks whether it has a new one.
 *
 * <p>The loop sets the position, counts and evicts; any thread reads.
 */
final class JournaledContent implements Content {

    private final Journal journal;
    private final int size;
    private volatile byte @Nullable [] cached;
    private volatile long position = Journal.NONE;

    /** What the record takes that holds it. */
    private int recordBytes;

    /** Whether that is counted as live. */
    private boolean counted;

    private boolean released;

    /** Content that was just sent. */
    JournaledContent(Journal journal, byte[] bytes) {
        this.journal = journal;
        this.size = bytes.length;
        this.cached = bytes;
    }

    /** Content that stands in the journal, not yet counted. */
    JournaledContent(Journal journal, long position, int recordBytes, int size) {
        this.journal = journal;
        this.size = size;
        this.position = position;
        this.recordBytes = recordBytes;
    }

    /** No message needs it any more; content of any other kind is not counted. */
    static void release(Content content) {
        if (content instanceof JournaledContent journaled) {
            journaled.uncount();
            journaled.released = true;
        }
    }

    /** It stands in a record, for the first time or in another one than before. */
    void storedAt(long newPosition, int newRecordBytes) {
        uncount();
        recordBytes = newRecordBytes;
        position = newPosition;
        count();
    }

    /** Counts it as live, unless it was released. */
    void count() {
        if (!released && !counted) {
            counted = true;
            journal.live(position, recordBytes);
        }
    }

    private void uncount() {
        if (counted) {
            counted = false;
            journal.live(position, -recordBytes);
        }
    }

    long position() {
        return position;
    }

    int recordBytes() {
        return recordBytes;
    }

    void evict() {
        if (position == Journal.NONE) {
            throw new IllegalStateException("content that is nowhere else cannot be evicted");
        }
        cached = null;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public byte[] bytes() {
        byte[] bytes = cached;
        return bytes != null ? bytes : read();
    }

    private byte[] read() {
        while (true) {
            long at = position;
            try {
                return read(at);
            } catch (JournalException | RecordFormatException e) {
                if (at == position) {
                    throw new ContentUnavailableException(
                            "the content of a message cannot be read from position "
                                    + at
                                    + " of the journal in "
                                    + journal.directory()
                                    + ": "
                                    + e.getMessage(),
                            e);
                }
            }
        }
    }

    private byte[] read(long at) throws JournalException {
        StoredRecord stored = journal.read(at);
        Record record =
                RecordCodec.decode(
                        stored.type(),
                        stored.payload(),
                        rest -> {
                            byte[] bytes = new byte[rest.remaining()];
                            rest.get(bytes);
                            return Content.of(bytes);
                        });
        if (record instanceof Record.MessageStored message) {
            return message.content().bytes();
        }
        if (record instanceof Record.MessageKept message) {
            return message.content().bytes();
        }
        if (record instanceof Record.ContentPart part) {
            return part.part().bytes();
        }
        throw new RecordFormatException("expected a message or a part, found " + record);
    }
}
