package io.ternmq.journal;

import java.nio.file.Path;
import java.util.UUID;

/**
 * An append-only, durable sequence of batches of typed records.
 *
 * <p>Life: {@link #open}, then {@link #replay} exactly once, then any number of {@link #append} and
 * {@link #force}, then {@link #close}. Appending and forcing belong to one thread (the writer);
 * {@link #read}, {@link #durablePosition} and {@link #id} may be called from any thread,
 * interrupted ones too.
 *
 * <p>The first failure of an append or a force is terminal for this opening: every later append or
 * force throws the same {@link JournalException}. {@link #durablePosition} never moves past what
 * was forced.
 */
public interface Journal extends AutoCloseable {

    /** The position before the first record: every record's position is greater. */
    long NONE = 0L;

    /**
     * Opens the journal in a directory, creates it if there is none, and recovers it: afterwards
     * all retained files and their directories have been forced.
     *
     * @throws JournalException a subclass that names the path, the fault and the remedy
     */
    static Journal open(Path directory, JournalOptions options) throws JournalException {
        return open(directory, options, ForcePolicy.DEVICE);
    }

    /** The same with forces of a test's choosing. */
    static Journal open(Path directory, JournalOptions options, ForcePolicy policy)
            throws JournalException {
        return ChronicleJournal.open(directory, options, policy);
    }

    /** The identity of this journal, made when its directory was created and never changed. */
    UUID id();

    /** The directory, as a real path. */
    Path directory();

    /**
     * Hands every retained record to the visitor, in the order of appending. To be called once,
     * before the first append.
     */
    void replay(RecordVisitor visitor) throws JournalException;

    /** A new, empty, reusable batch for {@link #append}. */
    RecordBatch newBatch();

    /**
     * Appends all records of the batch together: after a crash either all or none of them are
     * replayed. Sets the position of each record in the batch. The records are not durable yet.
     *
     * @return the position of the last record
     * @throws JournalException if nothing of it can be relied on; terminal
     * @throws IllegalArgumentException if the batch is empty or larger than {@link
     *     JournalOptions#maxBatchBytes()}; nothing was appended
     */
    long append(RecordBatch batch) throws JournalException;

    /**
     * Forces everything appended so far to the storage device.
     *
     * @return the durable position, at least that of the last record appended before the call
     * @throws JournalException terminal: after a failed force nothing can be promised
     */
    long force() throws JournalException;

    /** The position up to which every record is durable; {@link #NONE} for an empty journal. */
    long durablePosition();

    /** The position of the last record appended; {@link #NONE} for an empty journal. */
    long appendedPosition();

    /**
     * Reads the record at a position that {@link #append} or {@link #replay} gave. Callable from
     * any thread, concurrently with everything else.
     *
     * @throws JournalException if there is no whole record at that position
     */
    StoredRecord read(long position) throws JournalException;

    /** Forces nothing; releases files, locks and threads. A second call is silent. */
    @Override
    void close();
}
