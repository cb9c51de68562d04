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
 * <p>The loop sets the position and evicts; any thread reads.
 */
final class JournaledContent implements Content {

    private final Journal journal;
    private final int size;
    private volatile byte @Nullable [] cached;
    private volatile long position = Journal.NONE;

    /** Content that was just sent. */
    JournaledContent(Journal journal, byte[] bytes) {
        this.journal = journal;
        this.size = bytes.length;
        this.cached = bytes;
    }

    /** Content that stands in the journal. */
    JournaledContent(Journal journal, long position, int size) {
        this.journal = journal;
        this.size = size;
        this.position = position;
    }

    void storedAt(long position) {
        this.position = position;
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
        try {
            StoredRecord stored = journal.read(position);
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
            if (record instanceof Record.ContentPart part) {
                return part.part().bytes();
            }
            throw new RecordFormatException("expected a message or a part, found " + record);
        } catch (JournalException | RecordFormatException e) {
            throw new ContentUnavailableException(
                    "the content of a message cannot be read from position "
                            + position
                            + " of the journal in "
                            + journal.directory()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
