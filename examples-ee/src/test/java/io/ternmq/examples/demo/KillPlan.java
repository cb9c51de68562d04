package io.ternmq.examples.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When the server is killed. A moment is a number of answered orders, so that it falls into load on
 * any machine, and a few milliseconds, so that it falls anywhere in a transaction.
 *
 * @param kills in the order of their moments
 */
record KillPlan(List<Kill> kills) {

    private static final int LARGEST_JITTER_MILLIS = 80;

    /** One kill: after this many answers, and this much later. */
    record Kill(int afterAnswers, Duration jitter) {}

    /**
     * The load between a twentieth and nine tenths of its orders is cut into as many stretches as
     * there are kills, and each stretch has one kill.
     */
    static KillPlan seeded(long seed, int orders, int kills) {
        int from = orders / 20;
        int to = orders * 9 / 10;
        int stretch = kills == 0 ? 0 : (to - from) / kills;
        if (kills < 0 || (kills > 0 && stretch < 1)) {
            throw new IllegalArgumentException(
                    "-Dkills=%d does not fit into %d orders".formatted(kills, orders));
        }
        Random random = new Random(seed);
        List<Kill> plan = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            plan.add(
                    new Kill(
                            from + i * stretch + random.nextInt(stretch),
                            Duration.ofMillis(random.nextInt(LARGEST_JITTER_MILLIS))));
        }
        return new KillPlan(List.copyOf(plan));
    }
}
