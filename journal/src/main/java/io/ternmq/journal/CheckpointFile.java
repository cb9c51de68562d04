package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A committed checkpoint. Header and trailer were found valid; the blocks between them are checked
 * as they are read.
 *
 * @param end offset in the file of {@code position} where the next batch may stand
 * @param nextSequence of the next batch
 */
record CheckpointFile(
        UUID journal,
        Path path,
        long number,
        long position,
        long end,
        long nextSequence,
        long takenAtMs,
        long bytes)
        implements StoredCheckpoint {

    /** Reads header and trailer. */
    static CheckpointFile open(UUID journal, Path path) throws IOException {
        CheckpointFormat format = new CheckpointFormat(journal);
        try (FileChannel channel = SteadyFiles.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < CheckpointFormat.HEADER_BYTES + CheckpointFormat.TRAILER_BYTES) {
                throw new JournalCorruptException(path, size, "the checkpoint ends here");
            }
            ByteBuffer header = read(channel, 0, CheckpointFormat.HEADER_BYTES, path);
            long number = header.getLong(CheckpointFormat.AT_NUMBER);
            if (header.getInt(0) != CheckpointFormat.MAGIC
                    || header.getInt(CheckpointFormat.AT_CRC)
                            != format.checksum(
                                    number,
                                    CheckpointFormat.HEADER,
                                    header,
                                    CheckpointFormat.AT_CRC)) {
                throw new JournalCorruptException(path, 0, "the checkpoint's header is not valid");
            }
            if (header.getInt(4) > BatchFormat.VERSION) {
                throw new JournalException(
                        path + " has the newer format version " + header.getInt(4));
            }
            long at = size - CheckpointFormat.TRAILER_BYTES;
            ByteBuffer trailer = read(channel, at, CheckpointFormat.TRAILER_BYTES, path);
            if (trailer.getInt(0) != 0
                    || trailer.getLong(CheckpointFormat.TRAILER_AT_LENGTH) != size
                    || trailer.getInt(CheckpointFormat.BLOCK_AT_CRC)
                            != format.checksum(
                                    number,
                                    CheckpointFormat.TRAILER,
                                    trailer,
                                    CheckpointFormat.BLOCK_AT_CRC)) {
                throw new JournalCorruptException(
                        path, at, "the checkpoint's trailer is not valid");
            }
            return new CheckpointFile(
                    journal,
                    path,
                    number,
                    header.getLong(CheckpointFormat.AT_POSITION),
                    header.getLong(CheckpointFormat.AT_END),
                    header.getLong(CheckpointFormat.AT_SEQUENCE),
                    header.getLong(CheckpointFormat.AT_TIME),
                    size);
        }
    }

    /** The number of the file that the position is in; 0 for none. */
    long file() {
        return Position.file(position);
    }

    @Override
    public void read(Visitor visitor) throws JournalException {
        CheckpointFormat format = new CheckpointFormat(journal);
        try (FileChannel channel = SteadyFiles.open(path, StandardOpenOption.READ)) {
            long last = bytes - CheckpointFormat.TRAILER_BYTES;
            long at = CheckpointFormat.HEADER_BYTES;
            long blocks = 0;
            while (at < last) {
                long left = last - at - CheckpointFormat.BLOCK_HEADER_BYTES;
                int length = left < 0 ? -1 : read(channel, at, Integer.BYTES, path).getInt(0);
                if (length <= 0 || length > left) {
                    throw damaged(at);
                }
                ByteBuffer block =
                        read(channel, at, CheckpointFormat.BLOCK_HEADER_BYTES + length, path);
                if (block.getInt(CheckpointFormat.BLOCK_AT_CRC)
                        != format.checksum(number, blocks, block, CheckpointFormat.BLOCK_AT_CRC)) {
                    throw damaged(at);
                }
                records(block, visitor);
                at += block.limit();
                blocks++;
            }
            ByteBuffer trailer = read(channel, last, CheckpointFormat.TRAILER_BYTES, path);
            if (trailer.getLong(CheckpointFormat.TRAILER_AT_BLOCKS) != blocks) {
                throw damaged(last);
            }
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException("Checkpoint " + path + " cannot be read: " + e, e);
        }
    }

    private static void records(ByteBuffer block, Visitor visitor) {
        int at = CheckpointFormat.BLOCK_HEADER_BYTES;
        while (at < block.limit()) {
            int length = block.getInt(at);
            int payload = at + CheckpointFormat.RECORD_HEADER_BYTES;
            visitor.record(
                    block.getInt(at + Integer.BYTES),
                    block.slice(payload, length).asReadOnlyBuffer());
            at = payload + length;
        }
    }

    private JournalCorruptException damaged(long at) {
        return new JournalCorruptException(path, at, "a block of the checkpoint is not valid");
    }

    private static ByteBuffer read(FileChannel channel, long at, int length, Path path)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int n = channel.read(bytes, at + bytes.position());
            if (n < 0) {
                throw new JournalCorruptException(
                        path, at + bytes.position(), "the checkpoint ends here");
            }
        }
        return bytes.flip();
    }
}
