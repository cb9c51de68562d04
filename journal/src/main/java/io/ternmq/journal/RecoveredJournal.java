package io.ternmq.journal;

import java.util.List;

/**
 * What recovery found.
 *
 * @param files those that hold records, in order, each with the end of its good part
 * @param lastIsClean whether there is a last file and nothing but zeros behind its end
 * @param empty files that hold no record and no torn one either: they may go once a new file's
 *     header, which no longer refers to them, is durable
 * @param nextSequence of the next batch
 * @param lastPosition of the last record
 * @param nextFile a number greater than that of any file seen
 * @param nextEpoch a number greater than that of any opening seen
 */
record RecoveredJournal(
        List<StoredFile> files,
        boolean lastIsClean,
        List<FilePlace> empty,
        long nextSequence,
        long lastPosition,
        long nextFile,
        long nextEpoch) {

    /** The header of the file that will follow. */
    FileHeader followedBy() {
        if (files.isEmpty()) {
            return new FileHeader(nextSequence, lastPosition, 0, 0);
        }
        StoredFile last = files.get(files.size() - 1);
        return new FileHeader(nextSequence, lastPosition, last.number(), last.end());
    }
}
