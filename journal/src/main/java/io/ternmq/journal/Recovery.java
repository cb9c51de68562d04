package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a directory holds, without changing anything. The newest file with a valid header
 * leads back, header by header, to the first one that counts; every file but the newest must be
 * good up to the end that its follower's header names. Files before the newest checkpoint are not
 * read here: each record of them is checked when it is.
 */
final class Recovery {

    private final DirectoryLayout layout;
    private final UUID journal;
    private final StartMark start;
    private final List<CheckpointFile> checkpoints;
    private final @Nullable CheckpointFile resume;
    private final List<StoredFile> files = new ArrayList<>();
    private final List<FilePlace> needless = new ArrayList<>();
    private long nextSequence = 1;
    private long lastPosition = Journal.NONE;
    private boolean newestCounts;

    private record Chained(FilePlace place, FileHeader header) {}

    private Recovery(
            DirectoryLayout layout,
            UUID journal,
            StartMark start,
            List<CheckpointFile> checkpoints) {
        this.layout = layout;
        this.journal = journal;
        this.start = start;
        this.checkpoints = checkpoints;
        CheckpointFile newest = checkpoints.isEmpty() ? null : checkpoints.get(0);
        this.resume = newest == null || newest.file() == 0 ? null : newest;
    }

    static RecoveredJournal run(
            DirectoryLayout layout, UUID journal, StartMark start, List<CheckpointFile> checkpoints)
            throws IOException {
        return new Recovery(layout, journal, start, checkpoints).run();
    }

    /** The marks of a file; null if it has none. */
    static long @Nullable [] marks(StoredFile file, UUID journal) throws IOException {
        DocumentWalker walker =
                new DocumentWalker(
                        StoredFile.mapWhole(file.path()), journal, file.place(), file.end());
        if (!walker.next() || !walker.isFileHeader()) {
            return null;
        }
        FileHeader header = walker.fileHeader();
        boolean whole = carriedIsWhole(walker, header);
        return whole && walker.next() && walker.isMarks() ? walker.marks() : null;
    }

    private RecoveredJournal run() throws IOException {
        Deque<Chained> chain = chain();
        checkCheckpoints(chain);
        NewestFile newest = null;
        while (!chain.isEmpty()) {
            Chained file = chain.removeFirst();
            Chained follower = chain.peekFirst();
            if (follower == null) {
                newest = scanNewest(file);
            } else {
                scanWhole(file, follower.header());
            }
        }
        for (FilePlace old : layout.files().headMap(start.firstFile()).values()) {
            needless.add(old);
        }
        return new RecoveredJournal(
                files,
                newest != null && newest.isClean() && newestCounts,
                needless,
                nextSequence,
                lastPosition,
                newest == null ? List.of() : newest.tail(),
                layout.lastFile() + 1,
                layout.lastEpoch() + 1);
    }

    /** The files that belong to the journal, oldest first. */
    private Deque<Chained> chain() throws IOException {
        Deque<Chained> chain = new ArrayDeque<>();
        long wanted = -1;
        for (FilePlace place :
                layout.files().tailMap(start.firstFile(), true).descendingMap().values()) {
            if (wanted >= 0 && place.number() != wanted) {
                if (place.number() < wanted) {
                    break;
                }
                noteIfEmpty(place);
                continue;
            }
            FileHeader header = headerOf(place, wanted < 0);
            if (header != null) {
                chain.addFirst(new Chained(place, header));
                wanted = header.previousFile();
            }
        }
        if (wanted > 0 && wanted >= start.firstFile()) {
            throw missing(wanted, chain.getFirst().place());
        }
        long newest = chain.isEmpty() ? 0 : chain.getLast().place().number();
        for (Path begun : layout.begun().tailMap(newest, false).values()) {
            throw new JournalCorruptException(
                    begun, 0, "the file of that name is missing, and its header was durable");
        }
        return chain;
    }

    /**
     * The header of a file; null if it has none and is none of the journal yet: an opening or a
     * roll was cut short before the header, and what was carried over with it, was durable, so that
     * nothing can have followed it.
     */
    private @Nullable FileHeader headerOf(FilePlace place, boolean newest) throws IOException {
        DocumentWalker walker = walker(place);
        boolean cutShort = false;
        if (walker.next() && walker.isFileHeader()) {
            FileHeader header = walker.fileHeader();
            if (!newest || carriedIsWhole(walker, header)) {
                return header;
            }
            cutShort = true;
        }
        if (!newest
                || layout.begun().containsKey(place.number())
                || walker.durableBehindStop() > lastDurable(place)) {
            throw new JournalCorruptException(
                    place.path(),
                    walker.stoppedAt(),
                    cutShort
                            ? "a batch that was carried over with the file's header is not valid"
                            : "the header of the file is not valid");
        }
        if (cutShort) {
            needless.add(place);
        } else {
            noteIfEmpty(place);
        }
        return null;
    }

    /**
     * What a batch of a file may name as durable although the file never counted: a position before
     * it.
     */
    private static long lastDurable(FilePlace place) {
        return Position.of(place.number(), 0) - 1;
    }

    private static boolean carriedIsWhole(DocumentWalker walker, FileHeader header) {
        for (int i = 0; i < header.carried(); i++) {
            if (!walker.next() || walker.sequence() != header.nextSequence() + i) {
                return false;
            }
        }
        return true;
    }

    private void noteIfEmpty(FilePlace place) throws IOException {
        DocumentWalker walker = walker(place);
        if (walker.next() && !(walker.isFileHeader() && !walker.next())) {
            return;
        }
        if (walker.bytesBehindStop() == 0) {
            needless.add(place);
        }
    }

    /** A checkpoint proves that the journal was durable up to its position. */
    private void checkCheckpoints(Deque<Chained> chain) throws IOException {
        for (CheckpointFile checkpoint : checkpoints) {
            if (checkpoint.file() != 0
                    && chain.stream().noneMatch(c -> c.place().number() == checkpoint.file())) {
                throw new JournalCorruptException(
                        DirectoryLayout.file(layout.directory(), checkpoint.file()),
                        0,
                        "file "
                                + checkpoint.file()
                                + " of the journal is missing (in the directory of an opening),"
                                + " but checkpoint "
                                + checkpoint.path()
                                + " says that it was durable up to position "
                                + Position.text(checkpoint.position()));
            }
        }
    }

    /** A file that has a follower: all of it was durable when the follower began. */
    private void scanWhole(Chained file, FileHeader follower) throws IOException {
        FilePlace place = file.place();
        long end = follower.previousEnd();
        ByteBuffer map = StoredFile.mapWhole(place.path());
        if (!isBeforeResume(place)) {
            DocumentWalker walker = new DocumentWalker(map, journal, place, end);
            begin(file, walker);
            while (walker.next()) {
                if (walker.isFileHeader() || walker.sequence() != nextSequence) {
                    walker.stepBack();
                    break;
                }
                if (!walker.isMarks()) {
                    nextSequence++;
                    lastPosition = Position.of(place.number(), walker.lastRecord());
                }
            }
            if (map.capacity() >= end
                    && (walker.stoppedAt() != end || nextSequence != follower.nextSequence())) {
                throw new JournalCorruptException(
                        place.path(),
                        walker.stoppedAt(),
                        "batch " + nextSequence + " should begin here and was durable");
            }
        }
        if (map.capacity() < end) {
            throw new JournalCorruptException(
                    place.path(),
                    map.capacity(),
                    "it ends here, but records up to offset " + end + " were durable");
        }
        files.add(new StoredFile(place, end));
    }

    private NewestFile scanNewest(Chained file) throws IOException {
        FilePlace place = file.place();
        DocumentWalker walker = walker(place);
        begin(file, walker);
        boolean begun = layout.begun().containsKey(place.number());
        NewestFile newest =
                NewestFile.scan(
                        place,
                        walker,
                        nextSequence,
                        lastPosition,
                        checkpoints.stream()
                                .mapToLong(CheckpointFile::position)
                                .max()
                                .orElse(Journal.NONE),
                        begun ? file.header().nextSequence() + file.header().carried() : 0);
        nextSequence = newest.nextSequence();
        lastPosition = newest.lastPosition();
        if (lastPosition >= Position.of(place.number(), 0)) {
            files.add(new StoredFile(place, newest.end()));
            newestCounts = true;
        } else if (newest.isClean() || !newest.tail().isEmpty()) {
            needless.add(place);
        }
        return newest;
    }

    private boolean isBeforeResume(FilePlace place) {
        return resume != null && place.number() < resume.file();
    }

    /** Puts a walker where the records begin that must be read, and the counters with it. */
    private void begin(Chained file, DocumentWalker walker) throws IOException {
        walker.next();
        if (resume != null && file.place().number() == resume.file()) {
            if (walker.capacity() < resume.end()) {
                throw new JournalCorruptException(
                        file.place().path(),
                        walker.capacity(),
                        "it ends here, but checkpoint "
                                + resume.path()
                                + " says that records up to offset "
                                + resume.end()
                                + " were durable");
            }
            walker.seek(resume.end());
            nextSequence = resume.nextSequence();
            lastPosition = resume.position();
        } else if (files.isEmpty()) {
            nextSequence = file.header().nextSequence();
            lastPosition = file.header().durable();
        }
    }

    private DocumentWalker walker(FilePlace place) throws IOException {
        return new DocumentWalker(
                StoredFile.mapWhole(place.path()), journal, place, Long.MAX_VALUE);
    }

    private JournalCorruptException missing(long number, FilePlace follower) {
        Path opening = follower.path().getParent();
        return new JournalCorruptException(
                DirectoryLayout.file(opening == null ? layout.directory() : opening, number),
                0,
                "file "
                        + number
                        + " of the journal is missing (here or in the directory of an earlier"
                        + " opening), but "
                        + follower.path()
                        + " follows it");
    }
}
