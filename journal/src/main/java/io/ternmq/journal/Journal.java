package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * An append-only, durable sequence of batches of typed records.
 *
 * <p>Life: {@link #open}, then {@link #replay} exactly once, then any number of {@link #append} and
 * {@link #force}, then {@link #close}. Appending and forcing belong to one thread (the writer);
 * {@link #read}, {@link #durablePosition} and {@link #id} may be called from any thread,
 * interrupted ones too.
 *
 * <p>The first failure of an append or a force is terminal for this opening, save {@link
 * JournalFullException}: every later append or force throws the same {@link JournalException}.
 * {@link #durablePosition} never moves past what was forced.
 */
public interface Journal extends AutoCloseable {

    /** The position before the first record: every record's position is greater. */
    long NONE = 0L;

    /**
     * Opens the journal in a directory, creates it if there is none, and recovers it: afterwards
     * all retained files and their directories have been forced. Space for what comes is reserved
     * before it is needed; a full disk fails the opening and changes nothing that is recorded.
     *
     * @throws JournalException a subclass that names the path, the fault and the remedy
     */
    static Journal open(Path directory, JournalOptions options) throws JournalException {
        return open(directory, options, ForcePolicy.DEVICE);
    }

    /** The same with forces of a test's choosing. */
    static Journal open(Path directory, JournalOptions options, ForcePolicy policy)
            throws JournalException {
        return Opening.open(directory, options, policy);
    }

    /** The identity of this journal, made when its directory was created and never changed. */
    UUID id();

    /** The directory, as a real path. */
    Path directory();

    /**
     * Whether {@link JournalTools#salvage} made this journal out of a damaged one: records may be
     * missing among those that are there.
     */
    boolean salvaged();

    /** The checkpoints that were found whole when the journal was opened, newest first. */
    List<StoredCheckpoint> checkpoints();

    /**
     * What the owner gave with the last {@link #trim}, read-only; empty if nothing was ever
     * trimmed. A full replay starts from it.
     */
    ByteBuffer startNote();

    /**
     * Hands every retained record to the visitor, in the order of appending. To be called before
     * the first append, also if there is nothing to replay; again if another attempt is made.
     *
     * @throws JournalCorruptException if something is damaged
     */
    void replay(RecordVisitor visitor) throws JournalException;

    /**
     * The same, but only what was appended after a checkpoint of {@link #checkpoints}.
     *
     * @throws JournalCorruptException if something after the checkpoint is damaged
     */
    void replay(StoredCheckpoint from, RecordVisitor visitor) throws JournalException;

    /**
     * Sets numbers of the owner's (its counters) that are written into the header of the next file:
     * whatever stands in the files before it has numbers up to these. Belongs to the writer.
     *
     * @param marks at most {@link Segment#MARKS}
     */
    void marks(long... marks);

    /** A new, empty, reusable batch for {@link #append}. */
    RecordBatch newBatch();

    /**
     * Appends all records of the batch together: after a crash either all or none of them are
     * replayed. Sets the position of each record in the batch. The records are not durable yet.
     *
     * @return the position of the last record
     * @throws JournalFullException if the disk has no room for the next file; nothing was appended,
     *     and the journal stays usable: what is reserved is used up to the end, and once there is
     *     space again, the same batch can be appended
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

    /**
     * Begins a checkpoint of the state as it is after the last record appended. Called by the
     * writer; the checkpoint is then written by one other thread while appending goes on.
     */
    CheckpointWriter beginCheckpoint() throws JournalException;

    /**
     * The files that hold records, oldest first; the last is the one that is being written. Any
     * thread.
     */
    List<Segment> segments();

    /**
     * Counts a record's bytes as needed, or with a negative number as needed no longer. Reclaim
     * relies on it: what was never counted is dead. An owner whose first attempt at restoring its
     * state may fail counts after the one that worked. Belongs to the writer (in replay to its
     * thread); {@link #NONE} is ignored.
     */
    void live(long position, long bytes);

    /**
     * Reads a piece of one segment: whole batches, in order, from where {@code after} stands. Any
     * thread; the segment is pinned meanwhile.
     *
     * @param segment the number of a segment
     * @param after the position of the last record of the piece before, {@link #NONE} for the first
     * @param maxBytes the piece ends with the batch that reaches this
     * @return the position of the last record handed out; {@link #NONE} if there was none left
     * @throws JournalCorruptException if the segment is damaged
     */
    long scan(long segment, long after, int maxBytes, RecordVisitor visitor)
            throws JournalException;

    /**
     * Gives up all segments before the given one, which becomes the first; their files are deleted
     * once that is durable. Any thread but the writer's, one at a time.
     *
     * @param firstKept the number of a segment that is kept, not newer than the older of the two
     *     newest checkpoints
     * @param note for {@link #startNote}
     * @throws IllegalArgumentException if a checkpoint that could be needed refers to what would
     *     go, or if something counted as live stands there
     */
    void trim(long firstKept, ByteBuffer note) throws JournalException;

    /**
     * The newest segment that {@link #trim} accepts as the first one: that of the older of the two
     * newest checkpoints. 0 while there are not two checkpoints. Any thread.
     */
    long trimLimit();

    /** Tells the {@link #metrics} how much reclaim has copied. Any thread. */
    default void copied(long bytes) {}

    /** Whether there is space for new work. Any thread. */
    Space space();

    /** What happened since this opening. Any thread. */
    JournalMetrics metrics();

    /** Forces nothing; releases files, locks and threads. A second call is silent. */
    @Override
    void close();
}
