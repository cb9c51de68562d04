package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The end of the journal that is being written: the current file, when the next begins, and in what
 * order files and directory are forced at that point. One thread at a time. Any failure is
 * terminal; the caller remembers it.
 */
final class BatchWriter implements AutoCloseable {

    /** What Chronicle may put between two batches: an index page, headers, the end mark. */
    private static final int CHRONICLE_BYTES = 4 << 10;

    /** The next file is reserved when this part of the current one is full. */
    private static final int RESERVE_AT_ONE_IN = 4;

    private final UUID journal;
    private final JournalOptions options;
    private final Path opening;
    private final long epoch;
    private final SteadyFiles files;
    private final BatchStore store;
    private final SpareFile spare;
    private FileChannel channel;
    private StoredFile current;
    private Checksum checksum;
    private long nextSequence;

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
        this.nextSequence = recovered.nextSequence();
        this.opening = DirectoryLayout.opening(directory, epoch);
        files.createDirectories(opening);
        this.spare = new SpareFile(opening, options.fileSizeBytes(), files);
        this.store = new ChronicleStore(opening, options, recovered.nextFile());
        boolean begun = false;
        try {
            begin(recovered.nextFile(), recovered.followedBy());
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    /** The file that is being written. */
    StoredFile current() {
        return current;
    }

    /** Whether a batch of this size must go to a new file. */
    boolean isFullFor(int batchBytes) {
        return !current.isEmpty()
                && current.end() + CHRONICLE_BYTES + batchBytes > options.fileSizeBytes();
    }

    /**
     * Begins the next file. All that was appended before is durable when this returns.
     *
     * @param lastPosition of the records appended so far
     */
    void roll(long lastPosition) throws IOException {
        StoredFile old = current;
        try (FileChannel oldChannel = channel) {
            files.force(oldChannel, old.path());
            spare.giveTo(DirectoryLayout.file(opening, old.number() + 1));
            begin(
                    old.number() + 1,
                    new FileHeader(nextSequence, lastPosition, old.number(), old.end()));
            // Chronicle wrote its end mark there meanwhile.
            files.force(oldChannel, old.path());
        }
    }

    /** A file's header is durable before anything can follow it. */
    private void begin(long number, FileHeader header) throws IOException {
        checksum = new Checksum(journal, epoch, number);
        Path path = store.begin(number, header.encode(), this::seal);
        channel = SteadyFiles.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        current = new StoredFile(new FilePlace(number, epoch, path), 0);
        files.force(channel, path);
        Files.createFile(DirectoryLayout.begun(path));
        files.forceDirectory(opening);
    }

    private void seal(ByteBuffer document, long file, long offset) {
        document.putInt(
                BatchFormat.AT_CRC, checksum.ofBatch(document, 0, document.limit(), offset));
    }

    /** Appends one batch and gives it its positions. */
    void append(BatchBuffer batch, long durable) {
        ByteBuffer document = batch.encode(nextSequence, durable);
        long offset = store.append(document, this::seal);
        nextSequence++;
        current.grownTo(offset + document.limit());
        batch.appendedAt(Position.of(current.number(), offset));
        if (current.end() > options.fileSizeBytes() / RESERVE_AT_ONE_IN) {
            spare.prepare();
        }
    }

    /** Forces the current file; the others were forced when they were left. */
    void force() throws IOException {
        files.force(channel, current.path());
    }

    @Override
    public void close() throws IOException {
        try (FileChannel open = channel;
                SpareFile reserved = spare) {
            store.close();
        }
    }
}
