package io.ternmq.journal.tests.ledger;

import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.Segment;
import io.ternmq.journal.StoredRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The work of {@link io.ternmq.journal.Housekeeping}, without its judgement: a test says when, so
 * that every step happens next to every other. The writer's thread.
 */
public final class Chores {

    private final LedgerStore store;
    private long segment;
    private long after;

    /** For one opening of a store. */
    public Chores(LedgerStore store) {
        this.store = store;
    }

    /**
     * Copies a piece of the oldest segment forward, if it may go afterwards; if there is none left,
     * gives the segment up.
     *
     * @return whether there was anything to do
     */
    public boolean step(int pieceBytes) throws JournalException {
        Journal journal = store.journal();
        List<Segment> segments = journal.segments();
        if (segments.size() < 2 || segments.get(1).number() > journal.trimLimit()) {
            return false;
        }
        Segment oldest = segments.get(0);
        if (oldest.number() != segment) {
            segment = oldest.number();
            after = Journal.NONE;
        }
        List<StoredRecord> piece = new ArrayList<>();
        long last =
                journal.scan(
                        segment,
                        after,
                        pieceBytes,
                        (position, type, payload) ->
                                piece.add(new StoredRecord(position, type, copy(payload))));
        if (last != Journal.NONE) {
            after = last;
            store.keep(piece);
            return true;
        }
        Segment firstKept = segments.get(1);
        ByteBuffer note = store.beforeTrim(firstKept);
        journal.trim(firstKept.number(), note);
        return true;
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
}
