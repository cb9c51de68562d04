package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Opens a directory: locks it, finds out what it holds, forces that, and begins a new file behind
 * it. Until the last step nothing that counts is changed, and a failure leaves it as it was.
 */
final class Opening {

    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    private Opening() {}

    static Journal open(Path directory, JournalOptions options, ForcePolicy policy)
            throws JournalException {
        try {
            ChronicleEnvironment.prepare();
            return openChecked(directory, options, new SteadyFiles(policy));
        } catch (JournalException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            throw new JournalException(
                    "Journal "
                            + directory
                            + " cannot be opened: "
                            + e
                            + ". It must be a directory on a local disk with free space that this"
                            + " process may write; free some space, give it the right to, or give"
                            + " another directory. What is recorded there was not touched.",
                    e);
        }
    }

    private static Journal openChecked(Path given, JournalOptions options, SteadyFiles steady)
            throws IOException {
        steady.createDirectories(given);
        Path directory = given.toRealPath();
        JournalLock lock = JournalLock.acquire(directory);
        ChronicleJournal journal = null;
        try {
            DirectoryLayout layout = DirectoryLayout.list(directory);
            JournalIdentity identity =
                    JournalIdentity.of(directory, !layout.files().isEmpty(), steady);
            UUID id = identity.id();
            StartMark start = StartMark.of(directory, id);
            Checkpoints checkpoints = Checkpoints.find(directory, id, steady);
            checkpoints.forgetBefore(start.firstFile());
            RecoveredJournal found = Recovery.run(layout, id, start, checkpoints.kept());
            SegmentTable segments = new SegmentTable();
            for (StoredFile file : found.files()) {
                segments.add(
                        file,
                        Math.min(
                                Files.size(file.path()),
                                Math.max(options.fileSizeBytes(), file.end())),
                        Recovery.marks(file, id));
            }
            forceAll(layout, checkpoints, steady);
            identity.raise(directory, steady);
            BatchWriter writer = new BatchWriter(id, directory, options, steady, found);
            segments.add(writer.current(), writer.currentDiskBytes(), null);
            Trimmer trimmer = new Trimmer(id, directory, writer.epoch(), steady, segments, start);
            journal =
                    new ChronicleJournal(
                            id,
                            directory,
                            options,
                            lock,
                            writer,
                            segments,
                            checkpoints,
                            trimmer,
                            found);
            removeNeedless(layout, found);
            checkpoints.removeNeedless();
            LOG.log(
                    Level.INFO,
                    "TERN0100 journal {0} in {1}: {2} files with records, next file {3}",
                    id,
                    directory,
                    found.files().size(),
                    found.nextFile());
            return journal;
        } finally {
            if (journal == null) {
                lock.close();
            }
        }
    }

    /**
     * What recovery read may have been in the page cache only; a power cut would still take it.
     * Every file, since a dropped one must not come back changed either.
     */
    private static void forceAll(
            DirectoryLayout layout, Checkpoints checkpoints, SteadyFiles steady)
            throws IOException {
        for (FilePlace file : layout.files().values()) {
            steady.force(file.path());
        }
        for (long epoch : layout.epochs()) {
            steady.forceDirectory(DirectoryLayout.opening(layout.directory(), epoch));
        }
        for (CheckpointFile checkpoint : checkpoints.kept()) {
            steady.force(checkpoint.path());
        }
        steady.force(layout.directory().resolve(JournalIdentity.FILE));
        Path start = layout.directory().resolve(StartMark.FILE);
        if (Files.exists(start)) {
            steady.force(start);
        }
        steady.forceDirectory(layout.directory());
    }

    /** Disk space that no record needs, now that the new file's header is durable. */
    private static void removeNeedless(DirectoryLayout layout, RecoveredJournal found) {
        try {
            for (FilePlace file : found.needless()) {
                DirectoryLayout.remove(file, true);
            }
            if (found.lastIsClean()) {
                found.files().get(found.files().size() - 1).cutSpareTail();
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "TERN0102 cannot give back space in "
                            + layout.directory()
                            + " that no record needs",
                    e);
        }
    }
}
