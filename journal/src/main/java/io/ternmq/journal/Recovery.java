package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
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
 * leads back, header by header, to the first one; every file but the newest must be good up to the
 * end that its follower's header names. In the newest the good part ends at the first document that
 * does not fit. What stands behind it was never promised and is dropped, unless a later batch
 * proves that the journal was durable beyond: then it is damage, and the journal is refused.
 */
final class Recovery {

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final DirectoryLayout layout;
    private final UUID journal;
    private final List<StoredFile> files = new ArrayList<>();
    private final List<FilePlace> empty = new ArrayList<>();
    private long nextSequence = 1;
    private long lastPosition = Journal.NONE;
    private long goodEnd;
    private boolean lastIsClean;

    private record Chained(FilePlace place, FileHeader header) {}

    private Recovery(DirectoryLayout layout, UUID journal) {
        this.layout = layout;
        this.journal = journal;
    }

    static RecoveredJournal run(DirectoryLayout layout, UUID journal) throws IOException {
        Recovery recovery = new Recovery(layout, journal);
        Deque<Chained> chain = recovery.chain();
        while (!chain.isEmpty()) {
            Chained file = chain.removeFirst();
            Chained follower = chain.peekFirst();
            if (follower == null) {
                recovery.scanNewest(file);
            } else {
                recovery.scanWhole(file, follower.header());
            }
        }
        return new RecoveredJournal(
                recovery.files,
                recovery.lastIsClean,
                recovery.empty,
                recovery.nextSequence,
                recovery.lastPosition,
                layout.lastFile() + 1,
                layout.lastEpoch() + 1);
    }

    /** The files that belong to the journal, oldest first. */
    private Deque<Chained> chain() throws IOException {
        Deque<Chained> chain = new ArrayDeque<>();
        long wanted = -1;
        for (FilePlace place : layout.files().descendingMap().values()) {
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
        if (wanted > 0) {
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
     * roll was cut short before the header was durable, so that nothing can have followed it.
     */
    private @Nullable FileHeader headerOf(FilePlace place, boolean newest) throws IOException {
        DocumentWalker walker = walker(place);
        if (walker.next() && walker.isFileHeader()) {
            return walker.fileHeader();
        }
        if (!newest
                || layout.begun().containsKey(place.number())
                || walker.durableBehindStop() >= 0) {
            throw new JournalCorruptException(
                    place.path(), walker.stoppedAt(), "the header of the file is not valid");
        }
        noteIfEmpty(place);
        return null;
    }

    private void noteIfEmpty(FilePlace place) throws IOException {
        DocumentWalker walker = walker(place);
        if (walker.next() && !(walker.isFileHeader() && !walker.next())) {
            return;
        }
        if (walker.bytesBehindStop() == 0) {
            empty.add(place);
        }
    }

    /** A file that has a follower: all of it was durable when the follower began. */
    private void scanWhole(Chained file, FileHeader follower) throws IOException {
        FilePlace place = file.place();
        long end = follower.previousEnd();
        ByteBuffer map = StoredFile.mapWhole(place.path());
        DocumentWalker walker = new DocumentWalker(map, journal, place, end);
        int batches = scan(file, walker);
        if (map.capacity() < end) {
            throw new JournalCorruptException(
                    place.path(),
                    map.capacity(),
                    "it ends here, but records up to offset " + end + " were durable");
        }
        if (walker.stoppedAt() != end || nextSequence != follower.nextSequence()) {
            throw new JournalCorruptException(
                    place.path(),
                    walker.stoppedAt(),
                    "batch " + nextSequence + " should begin here and was durable");
        }
        if (batches > 0) {
            files.add(new StoredFile(place, end));
        }
    }

    private void scanNewest(Chained file) throws IOException {
        FilePlace place = file.place();
        DocumentWalker walker = walker(place);
        int batches = scan(file, walker);
        long durable = walker.durableBehindStop();
        if (durable > lastPosition) {
            throw new JournalCorruptException(
                    place.path(),
                    walker.stoppedAt(),
                    "batch "
                            + nextSequence
                            + " should begin here, and a later one says that the journal was"
                            + " durable up to position "
                            + Position.text(durable));
        }
        int dropped = walker.bytesBehindStop();
        if (dropped > 0) {
            LOG.log(
                    Level.WARNING,
                    "TERN0101 dropped {0} bytes that were never durable, from offset {1} of {2}",
                    Integer.toString(dropped),
                    Integer.toString(walker.stoppedAt()),
                    place.path());
        }
        if (batches > 0) {
            files.add(new StoredFile(place, goodEnd));
            lastIsClean = dropped == 0;
        } else if (dropped == 0) {
            empty.add(place);
        }
    }

    /** Walks the good batches of a file and counts them. */
    private int scan(Chained file, DocumentWalker walker) {
        walker.next();
        goodEnd = walker.end();
        if (file.header().previousFile() == 0) {
            nextSequence = file.header().nextSequence();
        }
        int batches = 0;
        while (walker.next()) {
            if (walker.isFileHeader() || walker.sequence() != nextSequence) {
                walker.stepBack();
                break;
            }
            nextSequence++;
            batches++;
            goodEnd = walker.end();
            lastPosition = Position.of(file.place().number(), walker.lastRecord());
        }
        return batches;
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
