package io.ternmq.journal;

import java.io.IOException;
import java.util.UUID;

/**
 * Reads the batches of a file one after the other, up to the end of its good part. Whatever does
 * not fit on the way is damage: all of it was whole once. Not threadsafe.
 */
final class SegmentReader {

    private final StoredFile file;
    private final DocumentWalker walker;
    private final long end;
    private long sequence = -1;
    private long lastRecord = Journal.NONE;

    SegmentReader(UUID journal, StoredFile file) throws IOException {
        this.file = file;
        this.end = file.end();
        this.walker = new DocumentWalker(file.map(), journal, file.place(), end);
    }

    /** Begins behind the batch whose last record has this position, if it is in this file. */
    void behind(long position) throws JournalException {
        if (Position.file(position) == file.number()) {
            long behind = walker.endOfBatch(Position.offset(position));
            if (behind > end) {
                throw damaged();
            }
            walker.seek(behind);
        }
    }

    /**
     * Hands out the records of the next batch.
     *
     * @return false if there is none left
     */
    boolean next(RecordVisitor visitor) throws JournalException {
        while (walker.next()) {
            if (walker.isFileHeader() || walker.isMarks()) {
                continue;
            }
            if (sequence >= 0 && walker.sequence() != sequence) {
                walker.stepBack();
                throw damaged();
            }
            sequence = walker.sequence() + 1;
            lastRecord = Position.of(file.number(), walker.lastRecord());
            walker.records(file.number(), visitor);
            return true;
        }
        // an empty file has no end yet
        if (end != 0 && walker.stoppedAt() != end) {
            throw damaged();
        }
        return false;
    }

    /** Where it stands in the file. */
    long offset() {
        return walker.stoppedAt();
    }

    /** The position of the last record handed out; {@link Journal#NONE} if none was. */
    long lastRecord() {
        return lastRecord;
    }

    private JournalCorruptException damaged() {
        return new JournalCorruptException(
                file.path(), walker.stoppedAt(), "a batch should stand here and was durable");
    }
}
