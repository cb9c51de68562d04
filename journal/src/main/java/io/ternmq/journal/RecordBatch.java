package io.ternmq.journal;

/**
 * Records that are to be appended together. Not threadsafe: it belongs to the writer. Reusable:
 * {@link #clear} empties it.
 */
public interface RecordBatch {

    /**
     * Adds one record; its bytes are copied.
     *
     * @param type 0 to 65,535: the owner may put a version into the upper byte
     * @return the index of the record in this batch, from 0
     * @throws IllegalArgumentException if the batch would grow past {@link
     *     JournalOptions#maxBatchBytes()}; the batch is unchanged
     */
    int add(int type, byte[] payload, int offset, int length);

    /** Whether a record with a payload of this length still fits. */
    boolean fits(int length);

    /** How many records it holds. */
    int count();

    /** The bytes that it will take in the journal, headers included. */
    int sizeBytes();

    /** The position of the record with this index, once the batch was appended. */
    long position(int index);

    /** Empties it. */
    void clear();
}
