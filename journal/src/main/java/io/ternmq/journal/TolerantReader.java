package io.ternmq.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is whole in a directory, past what is not: for tools. Only files and parts of files
 * that count are read, as far as the headers that are left tell: what was dropped once stays
 * dropped. One thread; changes nothing.
 */
final class TolerantReader {

    /** Receives a whole batch; the walker stands on it. */
    @FunctionalInterface
    interface Visitor {
        void batch(FilePlace file, DocumentWalker walker) throws IOException;
    }

    private final DirectoryLayout layout;
    private final UUID journal;
    private final StartMark start;
    private final long provenByCheckpoints;
    private final List<Finding> findings = new ArrayList<>();
    private long expected = -1;
    private long lastPosition = Journal.NONE;
    private long lostBatches;
    private boolean lossUnknown;

    TolerantReader(DirectoryLayout layout, UUID journal, StartMark start, Checkpoints checkpoints) {
        this.layout = layout;
        this.journal = journal;
        this.start = start;
        this.provenByCheckpoints = checkpoints.durable();
    }

    List<Finding> findings() {
        return findings;
    }

    /** Batches that must have been there; −1 if that cannot be told. */
    long lostBatches() {
        return lossUnknown ? -1 : lostBatches;
    }

    /** Reads it all and returns the files that count. */
    List<FilePlace> read(Visitor visitor) throws IOException {
        Map<Long, FileHeader> headers = headers();
        List<FilePlace> counting = counting(headers);
        for (int i = 0; i < counting.size(); i++) {
            FilePlace follower = i + 1 < counting.size() ? counting.get(i + 1) : null;
            FileHeader next = follower == null ? null : headers.get(follower.number());
            readFile(counting.get(i), headers.get(counting.get(i).number()), next, visitor);
            if (next != null && expected >= 0 && next.nextSequence() > expected) {
                lost(next.nextSequence());
            }
        }
        if (provenByCheckpoints > lastPosition) {
            lossUnknown = true;
            findings.add(
                    new Finding(
                            Finding.Kind.DAMAGE,
                            layout.directory(),
                            0,
                            0,
                            "the journal ends at position "
                                    + Position.text(lastPosition)
                                    + ", but a checkpoint says that it was durable up to "
                                    + Position.text(provenByCheckpoints)));
        }
        return counting;
    }

    private Map<Long, FileHeader> headers() throws IOException {
        Map<Long, FileHeader> headers = new TreeMap<>();
        for (FilePlace place : layout.files().tailMap(start.firstFile(), true).values()) {
            DocumentWalker walker = walker(place, Long.MAX_VALUE);
            if (walker.next() && walker.isFileHeader()) {
                headers.put(place.number(), walker.fileHeader());
            }
        }
        return headers;
    }

    /** What a valid header passes over does not count. */
    private List<FilePlace> counting(Map<Long, FileHeader> headers) {
        List<FilePlace> counting = new ArrayList<>();
        long wanted = -1;
        for (FilePlace place :
                layout.files().tailMap(start.firstFile(), true).descendingMap().values()) {
            if (wanted >= 0 && place.number() > wanted) {
                continue;
            }
            if (wanted > place.number()) {
                missing(wanted, counting.get(0));
            }
            FileHeader header = headers.get(place.number());
            boolean begun = layout.begun().containsKey(place.number());
            if (header == null && counting.isEmpty() && !begun) {
                continue; // an opening that was cut short
            }
            counting.add(0, place);
            if (header == null) {
                findings.add(
                        new Finding(
                                Finding.Kind.DAMAGE,
                                place.path(),
                                0,
                                0,
                                "the header of the file is not valid"));
                wanted = -1;
            } else if (header.previousFile() < Math.max(1, start.firstFile())) {
                return counting;
            } else {
                wanted = header.previousFile();
            }
        }
        if (wanted > 0) {
            missing(wanted, counting.get(0));
        }
        return counting;
    }

    private void missing(long number, FilePlace follower) {
        lossUnknown = true;
        findings.add(
                new Finding(
                        Finding.Kind.DAMAGE,
                        follower.path(),
                        0,
                        0,
                        "file "
                                + number
                                + " of the journal, which is before this one, is missing"));
    }

    private void readFile(
            FilePlace place,
            @Nullable FileHeader header,
            @Nullable FileHeader follower,
            Visitor visitor)
            throws IOException {
        boolean followed = follower != null && follower.previousFile() == place.number();
        long limit = followed ? follower.previousEnd() : Long.MAX_VALUE;
        DocumentWalker walker = walker(place, limit);
        if (header != null && expected < 0) {
            expected = header.nextSequence();
        }
        boolean more = true;
        while (more) {
            while (walker.next()) {
                if (walker.isFileHeader() || walker.isMarks()) {
                    continue;
                }
                if (walker.sequence() < expected) {
                    continue; // a remnant: its number was given again
                }
                if (expected >= 0 && walker.sequence() > expected) {
                    lost(walker.sequence());
                }
                expected = walker.sequence() + 1;
                lastPosition = Position.of(place.number(), walker.lastRecord());
                visitor.batch(place, walker);
            }
            more = pastTheBadPlace(place, walker, follower == null, followed, limit);
        }
    }

    /** Returns whether there is something whole behind it. */
    private boolean pastTheBadPlace(
            FilePlace place, DocumentWalker walker, boolean newest, boolean followed, long limit) {
        long from = walker.stoppedAt();
        long durable = walker.durableBehindStop();
        long bytes = walker.bytesBehindStop();
        boolean damage = followed ? from < limit : durable > lastPosition;
        if (damage && walker.resync()) {
            findings.add(
                    new Finding(
                            Finding.Kind.DAMAGE,
                            place.path(),
                            from,
                            walker.stoppedAt() - from,
                            "a batch should stand here and was durable"));
            return true;
        }
        if (damage) {
            lossUnknown |= !followed;
            findings.add(
                    new Finding(
                            Finding.Kind.DAMAGE,
                            place.path(),
                            from,
                            followed ? limit - from : bytes,
                            "batches should stand here and were durable"));
        } else if (bytes > 0 && newest) {
            findings.add(
                    new Finding(
                            Finding.Kind.TORN_TAIL,
                            place.path(),
                            from,
                            bytes,
                            "what stands here was never durable"));
        }
        return false;
    }

    private void lost(long found) {
        lostBatches += found - expected;
        expected = found;
    }

    private DocumentWalker walker(FilePlace place, long limit) throws IOException {
        return new DocumentWalker(StoredFile.mapWhole(place.path()), journal, place, limit);
    }
}
