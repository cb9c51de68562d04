package io.ternmq.journal;

/**
 * A checkpoint that is being written: a file beside the journal, which counts only once it was
 * committed. Belongs to one thread at a time, not the journal's writer.
 */
public interface CheckpointWriter extends AutoCloseable {

    /** The position of the last record that the state includes. */
    long position();

    /**
     * Adds one piece of the state; the bytes are copied.
     *
     * @param type 0 to 65,535
     */
    void add(int type, byte[] payload, int offset, int length) throws JournalException;

    /**
     * Makes it the newest checkpoint: forces it, renames it, forces the directory, and removes all
     * but the two newest.
     *
     * @throws IllegalStateException if {@link #position} is not durable yet
     */
    void commit() throws JournalException;

    /** Gives it up unless it was committed. */
    @Override
    void close();
}
