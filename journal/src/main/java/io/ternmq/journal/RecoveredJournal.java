package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What recovery found.
 *
 * @param files those that hold records known to be durable, in order, each with the end of them
 * @param lastIsClean whether there is a last file and nothing but zeros behind its end
 * @param needless files that hold nothing that counts: they may go once a new file's header, which
 *     no longer refers to them, is durable
 * @param nextSequence of the batch behind those of {@code files}
 * @param lastPosition of the last record in {@code files}
 * @param tail batches behind them that were found whole, but of which nothing says that they were
 *     ever forced: they may stand in the page cache only and have to be written again
 * @param nextFile a number greater than that of any file seen
 * @param nextEpoch a number greater than that of any opening seen
 */
record RecoveredJournal(
        List<StoredFile> files,
        boolean lastIsClean,
        List<FilePlace> needless,
        long nextSequence,
        long lastPosition,
        List<ByteBuffer> tail,
        long nextFile,
        long nextEpoch) {

    /** The header of the file that will follow. */
    FileHeader followedBy() {
        if (files.isEmpty()) {
            return new FileHeader(nextSequence, lastPosition, 0, 0, tail.size());
        }
        StoredFile last = files.get(files.size() - 1);
        return new FileHeader(nextSequence, lastPosition, last.number(), last.end(), tail.size());
    }
}
