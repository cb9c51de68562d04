package io.ternmq.journal;

import java.nio.ByteBuffer;

/** A whole checkpoint that the journal found: the owner's state after a certain record. */
public interface StoredCheckpoint {

    /** Receives what {@link CheckpointWriter#add} took. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param payload read-only, from position to limit; valid only during the call
         */
        void record(int type, ByteBuffer payload);
    }

    /** Counts the checkpoints of a journal, from 1. */
    long number();

    /** The position of the last record that it includes. */
    long position();

    /** When it was begun; milliseconds of the epoch. */
    long takenAtMs();

    /** What it takes of the disk. */
    long bytes();

    /**
     * Hands out everything that was added, in that order.
     *
     * @throws JournalException if it cannot be read; use an older one, or a full replay
     */
    void read(Visitor visitor) throws JournalException;
}
