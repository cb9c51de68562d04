package io.ternmq.broker.runtime;

import io.ternmq.journal.CheckpointWriter;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.journal.RecordBatch;
import io.ternmq.journal.RecordVisitor;
import io.ternmq.journal.Segment;
import io.ternmq.journal.Space;
import io.ternmq.journal.StoredCheckpoint;
import io.ternmq.journal.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
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
    public List<StoredCheckpoint> checkpoints() {
        return journal.checkpoints();
    }

    @Override
    public ByteBuffer startNote() {
        return journal.startNote();
    }

    @Override
    public void replay(StoredCheckpoint from, RecordVisitor visitor) throws JournalException {
        journal.replay(from, visitor);
    }

    @Override
    public void marks(long... marks) {
        journal.marks(marks);
    }

    @Override
    public CheckpointWriter beginCheckpoint() throws JournalException {
        return journal.beginCheckpoint();
    }

    @Override
    public List<Segment> segments() {
        return journal.segments();
    }

    @Override
    public void live(long position, long bytes) {
        journal.live(position, bytes);
    }

    @Override
    public boolean salvaged() {
        return journal.salvaged();
    }

    @Override
    public void copied(long bytes) {
        journal.copied(bytes);
    }

    @Override
    public long scan(long segment, long after, int maxBytes, RecordVisitor visitor)
            throws JournalException {
        return journal.scan(segment, after, maxBytes, visitor);
    }

    @Override
    public void trim(long firstKept, ByteBuffer note) throws JournalException {
        journal.trim(firstKept, note);
    }

    @Override
    public long trimLimit() {
        return journal.trimLimit();
    }

    @Override
    public Space space() {
        return journal.space();
    }

    @Override
    public JournalMetrics metrics() {
        return journal.metrics();
    }

    @Override
    public void close() {
        journal.close();
    }
}
