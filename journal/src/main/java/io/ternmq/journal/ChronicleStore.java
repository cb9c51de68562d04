package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Documents in a Chronicle queue of their own directory, which no other opening has touched or will
 * touch. Chronicle's cycle is the number of the file, so that we say when it rolls; its index and
 * its sync are never relied on.
 */
final class ChronicleStore implements BatchStore {

    /** As long as Chronicle makes its metadata file. */
    static final long METADATA_BYTES = 128 << 10;

    /** Chronicle maps this much, or a quarter of a block, beyond each block. */
    private static final int LEAST_OVERLAP_BYTES = 64 << 10;

    private final Path opening;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private long file;

    ChronicleStore(Path opening, JournalOptions options, long firstFile) {
        this.opening = opening;
        this.file = firstFile;
        this.queue =
                SingleChronicleQueueBuilder.binary(opening)
                        .rollCycle(FileNumberCycle.INSTANCE)
                        .timeProvider(() -> file * FileNumberCycle.LENGTH_MILLIS)
                        .blockSize(options.blockSizeBytes())
                        .checkInterrupts(false)
                        .build();
        try {
            this.appender = queue.createAppender();
        } catch (RuntimeException | Error e) {
            queue.close();
            throw e;
        }
        // The writer is one thread at a time, not always the same.
        appender.singleThreadedCheckDisabled(true);
    }

    /** All that Chronicle maps of a file with these options. */
    static long spaceBytes(JournalOptions options) {
        int block = options.blockSizeBytes();
        long blocks = (options.fileSizeBytes() + block - 1) / block;
        return blocks * block + Math.max(LEAST_OVERLAP_BYTES, block / 4);
    }

    @Override
    public Path begin(long number, ByteBuffer header, Seal seal) {
        file = number;
        append(header, seal);
        return DirectoryLayout.file(opening, number);
    }

    @Override
    public long append(ByteBuffer document, Seal seal) {
        try (DocumentContext context = appender.writingDocument()) {
            boolean complete = false;
            try {
                Bytes<?> bytes = context.wire().bytes();
                long offset = bytes.writePosition();
                seal.at(document, file, offset);
                bytes.writeSome(document.duplicate());
                if (bytes.writePosition() != offset + document.limit()) {
                    throw new IllegalStateException(
                            "Chronicle took "
                                    + (bytes.writePosition() - offset)
                                    + " of "
                                    + document.limit()
                                    + " bytes");
                }
                complete = true;
                return offset;
            } finally {
                if (!complete) {
                    context.rollbackOnClose();
                }
            }
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
