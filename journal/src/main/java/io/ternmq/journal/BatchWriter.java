package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * The end of the journal that is being written: the current file, when the next begins, and in what
 * order files and directory are forced at that point. One thread at a time. Any failure is
 * terminal; the caller remembers it.
 */
final class BatchWriter implements AutoCloseable {

    /** What Chronicle may put between two batches: an index page, headers, the end mark. */
    private static final int CHRONICLE_BYTES = 4 << 10;

    /** The next files are reserved at the latest when this part of the current one is full. */
    private static final int HURRY_AT_ONE_IN = 4;

    private final UUID journal;
    private final JournalOptions options;
    private final Path opening;
    private final long epoch;
    private final SteadyFiles files;
    private final BatchStore store;
    private final ReservedFiles reserve;
    private FileChannel channel;
    private StoredFile current;
    private Checksum checksum;
    private long nextSequence;
    private long[] marks = new long[Segment.MARKS];
    private boolean marked;
    private long lastPosition;
    private ReservedFiles.Reserved room;
    private boolean hurried;

    /** Begins a new opening; when this returns its first file's header is durable. */
    BatchWriter(
            UUID journal,
            Path directory,
            JournalOptions options,
            SteadyFiles files,
            RecoveredJournal recovered)
            throws IOException {
        this.journal = journal;
        this.options = options;
        this.epoch = recovered.nextEpoch();
        this.files = files;
        this.nextSequence = recovered.nextSequence() + recovered.tail().size();
        this.lastPosition = recovered.lastPosition();
        this.opening = DirectoryLayout.opening(directory, epoch);
        this.reserve =
                ReservedSpace.prepare(
                        directory, opening, options, files, bytesOf(recovered.tail()));
        this.store = new ChronicleStore(opening, options, recovered.nextFile());
        boolean begun = false;
        try {
            // Chronicle would wait for the header of a file that it finds when it is opened.
            takeRoom(recovered.nextFile());
            begin(recovered.nextFile(), recovered.followedBy(), recovered.tail());
            reserve.start();
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    /** What a file must have room for that begins with these batches. */
    private static long bytesOf(List<ByteBuffer> carried) {
        long bytes = 3L * CHRONICLE_BYTES;
        for (ByteBuffer batch : carried) {
            bytes += batch.limit() + 2L * BatchFormat.ALIGNMENT;
        }
        return bytes;
    }

    /** The file that is being written. */
    StoredFile current() {
        return current;
    }

    /** What of the disk that file can put to use; Chronicle's overlap is not counted. */
    long currentDiskBytes() {
        return room.limitBytes();
    }

    /** Whether a batch of this size must go to a new file. */
    boolean isFullFor(int batchBytes) {
        return !current.isEmpty()
                && current.end() + CHRONICLE_BYTES + batchBytes > room.limitBytes();
    }

    /** The space of the next files. */
    ReservedFiles reserve() {
        return reserve;
    }

    /**
     * Begins the next file. All that was appended before is durable when this returns.
     *
     * @param lastPosition of the records appended so far
     * @throws JournalFullException if there is no space for one; nothing was changed
     */
    void roll(long lastPosition) throws IOException {
        StoredFile old = current;
        takeRoom(old.number() + 1);
        try (FileChannel oldChannel = channel) {
            files.force(oldChannel, old.path());
            begin(
                    old.number() + 1,
                    new FileHeader(nextSequence, lastPosition, old.number(), old.end(), 0),
                    List.of());
            // Chronicle wrote its end mark there meanwhile.
            files.force(oldChannel, old.path());
        }
    }

    private void takeRoom(long number) throws IOException {
        room = reserve.giveTo(DirectoryLayout.file(opening, number));
        hurried = false;
    }

    /**
     * A file's header, and what is carried over with it, is durable before anything can follow it.
     */
    private void begin(long number, FileHeader header, List<ByteBuffer> carried)
            throws IOException {
        // The name first: were it lost and some of the content not, the next opening would take
        // the file for reserved space, which holds nothing but zeros.
        files.forceDirectory(opening);
        checksum = new Checksum(journal, epoch, number);
        Path path = store.begin(number, header.encode(), this::seal);
        channel = SteadyFiles.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        current = new StoredFile(new FilePlace(number, epoch, path), 0);
        marked = false;
        for (ByteBuffer batch : carried) {
            carry(batch, header.durable());
        }
        files.force(channel, path);
        // Entries reach the disk in any order: the mark must not be there without the file. That
        // a power cut may still take the mark alone is no harm, it only tells of damage.
        Files.createFile(DirectoryLayout.begun(path));
    }

    private void carry(ByteBuffer batch, long durable) throws JournalException {
        if (current.end() + CHRONICLE_BYTES + batch.limit() > room.limitBytes()
                || batch.limit() > options.maxBatchBytes() + BatchFormat.ALIGNMENT) {
            throw new JournalException(
                    "What stands unproven at the end of the journal does not fit into one file of "
                            + options
                            + "; open it with the sizes that it was written with. Nothing was"
                            + " changed.");
        }
        batch.put(BatchFormat.AT_VERSION, (byte) BatchFormat.VERSION)
                .putLong(BatchFormat.AT_DURABLE, durable);
        long offset = store.append(batch, this::seal);
        current.grownTo(offset + batch.limit());
        lastPosition = Position.of(current.number(), offset + lastRecord(batch));
    }

    private static int lastRecord(ByteBuffer batch) {
        int record = BatchFormat.HEADER_BYTES;
        for (int i = 1; i < batch.getInt(BatchFormat.AT_COUNT); i++) {
            record +=
                    BatchFormat.RECORD_HEADER_BYTES
                            + batch.getInt(record + BatchFormat.RECORD_AT_LENGTH);
        }
        return record;
    }

    /** The owner's numbers for the next file that begins. */
    void marks(long[] values) {
        marks = values;
    }

    long[] marks() {
        return marks;
    }

    /** Whether the current file has its marks. */
    boolean isMarked() {
        return marked;
    }

    /**
     * Leaves word that everything appended is durable, so that the next opening need not write the
     * last of it again. Not forced: nothing is promised by it.
     */
    void appendLastWord() {
        if (!current.isEmpty()) {
            appendMarks(lastPosition);
        }
    }

    /**
     * Documents of marks stand before the first batch that an opening appends to a file, and at the
     * end of an orderly one.
     */
    private void appendMarks(long durable) {
        ByteBuffer document =
                ByteBuffer.allocateDirect(BatchFormat.HEADER_BYTES + Segment.MARKS * Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(BatchFormat.AT_MAGIC, BatchFormat.MAGIC)
                        .put(BatchFormat.AT_VERSION, (byte) BatchFormat.VERSION)
                        .put(BatchFormat.AT_KIND, BatchFormat.KIND_MARKS)
                        .putLong(BatchFormat.AT_SEQUENCE, nextSequence)
                        .putLong(BatchFormat.AT_DURABLE, durable);
        document.putInt(BatchFormat.AT_LENGTH, document.capacity());
        for (int i = 0; i < marks.length; i++) {
            document.putLong(BatchFormat.HEADER_BYTES + i * Long.BYTES, marks[i]);
        }
        store.append(document, this::seal);
        marked = true;
    }

    private void seal(ByteBuffer document, long file, long offset) {
        document.putInt(
                BatchFormat.AT_CRC, checksum.ofBatch(document, 0, document.limit(), offset));
    }

    /** Appends one batch and gives it its positions. */
    void append(BatchBuffer batch, long durable) {
        if (!marked) {
            appendMarks(durable);
        }
        ByteBuffer document = batch.encode(nextSequence, durable);
        long offset = store.append(document, this::seal);
        nextSequence++;
        current.grownTo(offset + document.limit());
        batch.appendedAt(Position.of(current.number(), offset));
        lastPosition = batch.position(batch.count() - 1);
        if (!hurried && current.end() > room.limitBytes() / HURRY_AT_ONE_IN) {
            hurried = true;
            reserve.hurry();
        }
    }

    long epoch() {
        return epoch;
    }

    /** The position of the last record before the next batch. */
    long lastPosition() {
        return lastPosition;
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Forces the current file; the others were forced when they were left. */
    void force() throws IOException {
        files.force(channel, current.path());
    }

    @Override
    public void close() throws IOException {
        try (FileChannel open = channel;
                ReservedFiles reserved = reserve) {
            store.close();
        }
    }
}
