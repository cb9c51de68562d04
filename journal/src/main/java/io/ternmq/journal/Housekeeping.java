package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps a journal small and quick to open: takes checkpoints, copies live records of the oldest
 * segment forward, trims it. It decides when; its {@link Owner} knows what is live.
 *
 * <p>Either {@link #start} gives it a thread of its own, or a simulation calls {@link #step}.
 */
public final class Housekeeping implements AutoCloseable {

    /** What the owner of a journal contributes. Called by one thread, never the writer's. */
    public interface Owner {

        /**
         * Takes a checkpoint ({@link Journal#beginCheckpoint}) and commits it. Returns when that is
         * done.
         */
        void checkpoint() throws JournalException;

        /**
         * Copies forward those of the given records that are live: appends a record that restates
         * what is known of each, and counts the copy instead of the original ({@link
         * Journal#live}). Returns when they are appended; they need not be durable.
         *
         * @param records of one segment, in order; payloads are copies
         * @return the bytes that were copied
         */
        long keep(List<StoredRecord> records) throws JournalException;

        /**
         * Everything live in the segments before {@code firstKept} was copied. Appends what else
         * must be restated for a full replay that begins there, forces, and returns the note for
         * {@link Journal#trim}.
         */
        ByteBuffer beforeTrim(Segment firstKept) throws JournalException;
    }

    private final Journal journal;
    private final Owner owner;

    public Housekeeping(Journal journal, Owner owner) {
        this.journal = journal;
        this.owner = owner;
    }

    /** Begins to work on a thread of its own. */
    public void start() {
        throw new UnsupportedOperationException(journal + " " + owner);
    }

    /**
     * Does one bounded piece of work, if there is any.
     *
     * @return whether something was done
     */
    public boolean step() throws JournalException {
        throw new UnsupportedOperationException(journal + " " + owner);
    }

    /** Ends the thread; waits for the piece that it is at. */
    @Override
    public void close() {}
}
