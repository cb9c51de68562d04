package io.ternmq.journal.tests.cut;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts points and images, and keeps what was said of the first bad ones. Any thread. */
final class Tally {

    private static final int KEPT_TEXTS = 3;

    private final Map<Answer.Kind, Long> images = new EnumMap<>(Answer.Kind.class);
    private final List<String> bad = new ArrayList<>();
    private long points;
    private long trims;
    private long checkpoints;
    private long rolls;
    private long openings;

    synchronized void point() {
        points++;
    }

    /** What one opening of a workload did. */
    synchronized void opening(long rolled, long trimmed, long checkpointed) {
        openings++;
        rolls += rolled;
        trims += trimmed;
        checkpoints += checkpointed;
    }

    synchronized void count(Request request, Answer answer) {
        images.merge(answer.kind(), 1L, Long::sum);
        if (answer.kind() != Answer.Kind.KEPT && bad.size() < KEPT_TEXTS) {
            bad.add(request.name() + ": " + answer);
        }
    }

    synchronized void add(Tally other) {
        other.images.forEach((kind, count) -> images.merge(kind, count, Long::sum));
        points += other.points;
        trims += other.trims;
        checkpoints += other.checkpoints;
        rolls += other.rolls;
        openings += other.openings;
        bad.addAll(other.bad.subList(0, Math.min(other.bad.size(), KEPT_TEXTS)));
    }

    synchronized long points() {
        return points;
    }

    synchronized long images() {
        return images.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long notKept() {
        return images() - images.getOrDefault(Answer.Kind.KEPT, 0L);
    }

    synchronized long rolls() {
        return rolls;
    }

    synchronized long trims() {
        return trims;
    }

    synchronized long checkpoints() {
        return checkpoints;
    }

    synchronized long openings() {
        return openings;
    }

    @Override
    public synchronized String toString() {
        return images()
                + " images at "
                + points
                + " forces ("
                + openings
                + " openings, "
                + rolls
                + " rolls, "
                + checkpoints
                + " checkpoints, "
                + trims
                + " segments trimmed): "
                + images
                + (bad.isEmpty() ? "" : "\n  " + String.join("\n  ", bad));
    }
}
