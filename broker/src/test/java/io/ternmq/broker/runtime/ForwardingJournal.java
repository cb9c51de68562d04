package io.ternmq.broker.runtime;

import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.RecordBatch;
import io.ternmq.journal.RecordVisitor;
import io.ternmq.journal.StoredRecord;
import java.nio.file.Path;
import java.util.UUID;

/** Hands every call on, so that a test can stand in between. */
class ForwardingJournal implements Journal {

    private final Journal journal;

    ForwardingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public UUID id() {
        return journal.id();
    }

    @Override
    public Path directory() {
        return journal.directory();
    }

    @Override
    public void replay(RecordVisitor visitor) throws JournalException {
        journal.replay(visitor);
    }

    @Override
    public RecordBatch newBatch() {
        return journal.newBatch();
    }

    @Override
    public long append(RecordBatch batch) throws JournalException {
        return journal.append(batch);
    }

    @Override
    public long force() throws JournalException {
        return journal.force();
    }

    @Override
    public long durablePosition() {
        return journal.durablePosition();
    }

    @Override
    public long appendedPosition() {
        return journal.appendedPosition();
    }

    @Override
    public StoredRecord read(long position) throws JournalException {
        return journal.read(position);
    }

    @Override
    public void close() {
        journal.close();
    }
}
