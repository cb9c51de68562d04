package io.ternmq.journal;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the newest file of a journal holds. Its good part ends at the first document that does not
 * fit. What stands behind was never promised and is dropped, unless something proves that the
 * journal was durable beyond: then it is damage, and the journal is refused. Of the good part only
 * the beginning is proven durable, by what later batches and checkpoints say; the rest is the tail.
 *
 * @param end where the proven part ends
 * @param lastPosition of its last record, or of the last one before this file
 * @param nextSequence of the batch behind the proven part
 * @param tail the good batches behind it
 * @param isClean whether nothing but zeros stands behind the good part
 */
record NewestFile(
        long end, long lastPosition, long nextSequence, List<ByteBuffer> tail, boolean isClean) {

    private static final System.Logger LOG = System.getLogger(NewestFile.class.getName());

    private record Unproven(long lastPosition, int start, int end) {}

    /**
     * Reads it.
     *
     * @param walker where the records begin that must be read
     * @param sequence of the batch that stands there
     * @param before the position of the last record before it
     * @param durable a position that is known to have been durable
     * @param provenBefore batches with lower sequence numbers are known to have been durable
     */
    static NewestFile scan(
            FilePlace place,
            DocumentWalker walker,
            long sequence,
            long before,
            long durable,
            long provenBefore)
            throws JournalCorruptException {
        Deque<Unproven> unproven = new ArrayDeque<>();
        long proven = Math.max(durable, before);
        long provenEnd = walker.end();
        long provenLast = before;
        long next = sequence;
        long last = before;
        while (walker.next()) {
            if (walker.isFileHeader() || walker.sequence() != next) {
                walker.stepBack();
                break;
            }
            proven = Math.max(proven, walker.durable());
            if (!walker.isMarks()) {
                last = Position.of(place.number(), walker.lastRecord());
                if (next < provenBefore) {
                    proven = Math.max(proven, last);
                }
                next++;
                unproven.add(new Unproven(last, walker.offset(), walker.end()));
            }
            while (!unproven.isEmpty() && unproven.getFirst().lastPosition() <= proven) {
                Unproven shown = unproven.removeFirst();
                provenEnd = shown.end();
                provenLast = shown.lastPosition();
            }
            if (walker.isMarks() && unproven.isEmpty()) {
                provenEnd = walker.end();
            }
        }
        check(place, walker, next, last, Math.max(proven, walker.durableBehindStop()));
        int dropped = walker.bytesBehindStop();
        if (dropped > 0) {
            LOG.log(
                    Level.WARNING,
                    "TERN0101 dropped {0} bytes that were never durable, from offset {1} of {2}",
                    Integer.toString(dropped),
                    Integer.toString(walker.stoppedAt()),
                    place.path());
        }
        List<ByteBuffer> tail = new ArrayList<>(unproven.size());
        unproven.forEach(batch -> tail.add(walker.copy(batch.start(), batch.end())));
        return new NewestFile(provenEnd, provenLast, next - tail.size(), tail, dropped == 0);
    }

    private static void check(
            FilePlace place, DocumentWalker walker, long next, long last, long durable)
            throws JournalCorruptException {
        if (durable > last) {
            throw new JournalCorruptException(
                    place.path(),
                    walker.stoppedAt(),
                    "batch "
                            + next
                            + " should begin here, and something later says that the journal was"
                            + " durable up to position "
                            + Position.text(durable));
        }
    }
}
