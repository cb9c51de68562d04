package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Gives up the oldest files of a journal. The new start is durable before anything is deleted; what
 * a crash leaves of them no longer counts and goes at the next opening. One thread at a time.
 */
final class Trimmer {

    private static final System.Logger LOG = System.getLogger(Trimmer.class.getName());

    private final UUID journal;
    private final Path directory;
    private final long epoch;
    private final SteadyFiles files;
    private final SegmentTable segments;
    private volatile StartMark start;

    /**
     * @param epoch the opening that is being written, whose directory stays
     */
    Trimmer(
            UUID journal,
            Path directory,
            long epoch,
            SteadyFiles files,
            SegmentTable segments,
            StartMark start) {
        this.journal = journal;
        this.directory = directory;
        this.epoch = epoch;
        this.files = files;
        this.segments = segments;
        this.start = start;
    }

    StartMark start() {
        return start;
    }

    /** Returns what went. */
    synchronized List<Segment> trim(long firstKept, ByteBuffer note) throws JournalException {
        if (segments.file(firstKept) == null) {
            throw new IllegalArgumentException("there is no segment " + firstKept);
        }
        List<Segment> gone = segments.before(firstKept);
        for (Segment segment : gone) {
            if (segment.liveBytes() != 0) {
                throw new IllegalArgumentException(
                        "segment "
                                + segment.number()
                                + " still has "
                                + segment.liveBytes()
                                + " live bytes; copy them forward first");
            }
        }
        byte[] bytes = new byte[note.remaining()];
        note.get(note.position(), bytes);
        StartMark next = new StartMark(firstKept, bytes);
        try {
            next.write(directory, journal, files);
        } catch (IOException e) {
            throw new JournalException(
                    "The start of journal "
                            + directory
                            + " cannot be moved to file "
                            + firstKept
                            + ": "
                            + e
                            + ". Nothing was deleted; see to the disk.",
                    e);
        }
        start = next;
        gone.forEach(this::remove);
        return gone;
    }

    private void remove(Segment segment) {
        StoredFile file = segments.remove(segment.number());
        if (file == null) {
            return;
        }
        try {
            DirectoryLayout.remove(file.place(), file.place().epoch() != epoch);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "TERN0111 cannot delete " + file.path() + ", which is not needed",
                    e);
        }
    }
}
