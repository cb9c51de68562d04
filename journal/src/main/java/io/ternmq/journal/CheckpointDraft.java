package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that is being written, under a name that no opening reads. Blocks of records go to
 * the file as they fill. One thread; any failure leaves the journal as it was.
 */
final class CheckpointDraft implements CheckpointWriter {

    static final String SUFFIX = ".new";

    private static final int BLOCK_BYTES = 256 << 10;

    private final Checkpoints checkpoints;
    private final CheckpointFile target;
    private final Path draft;
    private final CheckpointFormat format;
    private final long beganNs = System.nanoTime();
    private @Nullable FileChannel channel;
    private ByteBuffer block = allocate(BLOCK_BYTES);
    private long length;
    private long blocks;

    /**
     * @param target what it will be; its length is not known yet
     */
    CheckpointDraft(Checkpoints checkpoints, CheckpointFile target) {
        this.checkpoints = checkpoints;
        this.target = target;
        this.draft = target.path().resolveSibling(target.path().getFileName() + SUFFIX);
        this.format = new CheckpointFormat(target.journal());
        block.position(CheckpointFormat.BLOCK_HEADER_BYTES);
    }

    @Override
    public long position() {
        return target.position();
    }

    @Override
    public void add(int type, byte[] payload, int offset, int bytes) throws JournalException {
        if (type < 0 || type > 65_535) {
            throw new IllegalArgumentException("type is " + type + "; give one from 0 to 65535");
        }
        int needed = CheckpointFormat.RECORD_HEADER_BYTES + bytes;
        if (block.remaining() < needed) {
            flush();
            if (block.remaining() < needed) {
                block =
                        allocate(CheckpointFormat.BLOCK_HEADER_BYTES + needed)
                                .position(CheckpointFormat.BLOCK_HEADER_BYTES);
            }
        }
        block.putInt(bytes).putInt(type).put(payload, offset, bytes);
    }

    private void flush() throws JournalException {
        int end = block.position();
        if (end == CheckpointFormat.BLOCK_HEADER_BYTES) {
            return;
        }
        block.flip();
        block.putInt(0, end - CheckpointFormat.BLOCK_HEADER_BYTES);
        block.putInt(
                CheckpointFormat.BLOCK_AT_CRC,
                format.checksum(target.number(), blocks, block, CheckpointFormat.BLOCK_AT_CRC));
        write(block);
        blocks++;
        block.clear().position(CheckpointFormat.BLOCK_HEADER_BYTES);
    }

    private FileChannel write(ByteBuffer bytes) throws JournalException {
        try {
            FileChannel open = channel;
            if (open == null) {
                open =
                        SteadyFiles.open(
                                draft,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                channel = open;
                writeFully(open, header());
            }
            writeFully(open, bytes);
            return open;
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private void writeFully(FileChannel open, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            length += open.write(bytes);
        }
    }

    private ByteBuffer header() {
        ByteBuffer header = allocate(CheckpointFormat.HEADER_BYTES);
        header.putInt(0, CheckpointFormat.MAGIC)
                .putInt(4, BatchFormat.VERSION)
                .putLong(CheckpointFormat.AT_NUMBER, target.number())
                .putLong(CheckpointFormat.AT_POSITION, target.position())
                .putLong(CheckpointFormat.AT_END, target.end())
                .putLong(CheckpointFormat.AT_SEQUENCE, target.nextSequence())
                .putLong(CheckpointFormat.AT_TIME, target.takenAtMs());
        return header.putInt(
                CheckpointFormat.AT_CRC,
                format.checksum(
                        target.number(), CheckpointFormat.HEADER, header, CheckpointFormat.AT_CRC));
    }

    @Override
    public void commit() throws JournalException {
        flush();
        FileChannel open = write(ByteBuffer.allocate(0));
        ByteBuffer trailer = allocate(CheckpointFormat.TRAILER_BYTES);
        trailer.putLong(CheckpointFormat.TRAILER_AT_BLOCKS, blocks)
                .putLong(CheckpointFormat.TRAILER_AT_LENGTH, length + trailer.capacity());
        trailer.putInt(
                CheckpointFormat.BLOCK_AT_CRC,
                format.checksum(
                        target.number(),
                        CheckpointFormat.TRAILER,
                        trailer,
                        CheckpointFormat.BLOCK_AT_CRC));
        write(trailer);
        try {
            checkpoints.commit(open, draft, target, length, System.nanoTime() - beganNs);
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private JournalException cannot(IOException e) {
        return new JournalException(
                "Checkpoint "
                        + target.path()
                        + " cannot be written: "
                        + e
                        + ". The one before it goes on counting; see to the disk.",
                e);
    }

    @Override
    public void close() {
        try (FileChannel open = channel) {
            if (open != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            checkpoints.noteLeftover(draft, e);
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
