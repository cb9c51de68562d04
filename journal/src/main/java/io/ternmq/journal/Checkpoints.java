package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoints of a journal: whole files beside it, of which the two newest are kept.
 * Threadsafe: one thread writes, any reads.
 */
final class Checkpoints {

    /** The newest, and the one that stands in for it should it turn out to be damaged. */
    static final int KEPT = 2;

    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{8,})(\\.new)?");
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

    private final Path directory;
    private final SteadyFiles files;
    private volatile List<CheckpointFile> kept;
    private volatile List<Path> others;
    private final AtomicLong lastNumber;
    private final AtomicLong committed = new AtomicLong();
    private volatile long lastMs;
    private volatile LongSupplier durablePosition = () -> Journal.NONE;

    private Checkpoints(
            Path directory,
            SteadyFiles files,
            List<CheckpointFile> kept,
            List<Path> others,
            long lastNumber) {
        this.directory = directory;
        this.files = files;
        this.kept = List.copyOf(kept);
        this.others = List.copyOf(others);
        this.lastNumber = new AtomicLong(lastNumber);
    }

    /** Finds those of a directory; changes nothing. What is not valid is logged and passed over. */
    static Checkpoints find(Path directory, UUID journal, SteadyFiles files) throws IOException {
        List<CheckpointFile> valid = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        long last = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                last = Math.max(last, Long.parseLong(name.group(1)));
                if (name.group(2) != null) {
                    others.add(entry);
                    continue;
                }
                try {
                    valid.add(CheckpointFile.open(journal, entry));
                } catch (JournalException e) {
                    others.add(entry);
                    LOG.log(
                            Level.WARNING,
                            "TERN0109 checkpoint {0} is passed over: {1}",
                            entry,
                            e.getMessage());
                }
            }
        }
        valid.sort(Comparator.comparingLong(CheckpointFile::number).reversed());
        return new Checkpoints(directory, files, valid, others, last);
    }

    /** Newest first. */
    List<CheckpointFile> kept() {
        return kept;
    }

    /** The highest position that any of them says was durable. */
    long durable() {
        return kept.stream().mapToLong(CheckpointFile::position).max().orElse(Journal.NONE);
    }

    /** See {@link Journal#trimLimit}. */
    long trimLimit() {
        List<CheckpointFile> now = kept;
        return now.size() < KEPT ? 0 : now.get(KEPT - 1).file();
    }

    /** Begins the next one. */
    CheckpointDraft begin(UUID journal, long position, long end, long nextSequence) {
        long number = lastNumber.incrementAndGet();
        return new CheckpointDraft(
                this,
                new CheckpointFile(
                        journal,
                        directory.resolve(String.format("checkpoint-%08d", number)),
                        number,
                        position,
                        end,
                        nextSequence,
                        System.currentTimeMillis(),
                        0));
    }

    /** Where the durable position comes from; set once the journal is open. */
    void durablePosition(LongSupplier value) {
        durablePosition = value;
    }

    /** Makes a complete draft the newest. */
    synchronized void commit(
            FileChannel channel, Path draft, CheckpointFile target, long bytes, long tookNs)
            throws IOException {
        if (durablePosition.getAsLong() < target.position()) {
            throw new IllegalStateException(
                    "the checkpoint includes position "
                            + Position.text(target.position())
                            + ", which is not durable yet; force the journal first");
        }
        files.force(channel, draft);
        Files.move(draft, target.path(), StandardCopyOption.ATOMIC_MOVE);
        files.forceDirectory(directory);
        List<CheckpointFile> now = new ArrayList<>();
        now.add(
                new CheckpointFile(
                        target.journal(),
                        target.path(),
                        target.number(),
                        target.position(),
                        target.end(),
                        target.nextSequence(),
                        target.takenAtMs(),
                        bytes));
        now.addAll(kept);
        kept = List.copyOf(now);
        committed.incrementAndGet();
        lastMs = tookNs / 1_000_000;
        removeNeedless();
    }

    /** Keeps the two newest; damaged ones stay until there are two that are not. */
    synchronized void removeNeedless() {
        List<CheckpointFile> now = kept;
        List<Path> needless = new ArrayList<>();
        if (now.size() >= KEPT) {
            now.subList(KEPT, now.size()).forEach(old -> needless.add(old.path()));
            needless.addAll(others);
            kept = List.copyOf(now.subList(0, KEPT));
            others = List.of();
        }
        for (Path path : needless) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                noteLeftover(path, e);
            }
        }
    }

    /** Those that refer to trimmed files, which nobody could replay from. */
    synchronized void forgetBefore(long firstFile) {
        List<CheckpointFile> usable = new ArrayList<>();
        List<Path> useless = new ArrayList<>(others);
        for (CheckpointFile checkpoint : kept) {
            if (checkpoint.file() >= firstFile) {
                usable.add(checkpoint);
            } else {
                useless.add(checkpoint.path());
            }
        }
        kept = List.copyOf(usable);
        others = List.copyOf(useless);
    }

    void noteLeftover(Path path, IOException e) {
        LOG.log(Level.WARNING, "TERN0110 cannot remove " + path + ", which is not needed", e);
    }

    long diskBytes() {
        return kept.stream().mapToLong(CheckpointFile::bytes).sum();
    }

    long committed() {
        return committed.get();
    }

    long lastMs() {
        return lastMs;
    }
}
