package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * What the journal is measured against: the same batches with the same checksums, written one
 * behind the other into one file whose blocks all exist, from the beginning again when it is full.
 * Not threadsafe. It stands in the journal's package to see what a batch is made of.
 */
public final class PlainFile implements AutoCloseable {

    private static final int ALIGNMENT = BatchFormat.ALIGNMENT;

    private final FileChannel channel;
    private final Path path;
    private final long bytes;
    private final ForcePolicy policy;
    private final Checksum checksum = new Checksum(new UUID(0, 0), 1, 1);
    private long sequence;
    private long end;

    private PlainFile(Path path, FileChannel channel, long bytes, ForcePolicy policy) {
        this.path = path;
        this.channel = channel;
        this.bytes = bytes;
        this.policy = policy;
    }

    /**
     * Makes the file and fills it with zeros.
     *
     * @param writeBytes how much one write fills; more than a page makes forces write more later
     */
    public static PlainFile create(Path path, long bytes, int writeBytes, ForcePolicy policy)
            throws IOException {
        ChronicleEnvironment.prepare();
        FileChannel channel =
                SteadyFiles.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(writeBytes);
        for (long at = 0; at < bytes; ) {
            zeros.clear().limit((int) Math.min(writeBytes, bytes - at));
            at += channel.write(zeros, at);
        }
        channel.force(true);
        return new PlainFile(path, channel, bytes, policy);
    }

    /** A batch for {@link #append}. */
    public RecordBatch newBatch() {
        return new BatchBuffer(JournalOptions.defaults().maxBatchBytes());
    }

    public void append(RecordBatch batch) throws IOException {
        BatchBuffer buffer = (BatchBuffer) batch;
        ByteBuffer document = buffer.encode(sequence++, end);
        if (end + document.limit() > bytes) {
            end = 0;
        }
        document.putInt(BatchFormat.AT_CRC, checksum.ofBatch(document, 0, document.limit(), end));
        ByteBuffer source = document.duplicate();
        for (long at = end; source.hasRemaining(); ) {
            at += channel.write(source, at);
        }
        end = end + document.limit() + ALIGNMENT;
    }

    public void force() throws IOException {
        policy.force(channel, path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
