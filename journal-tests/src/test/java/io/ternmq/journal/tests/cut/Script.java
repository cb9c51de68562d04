package io.ternmq.journal.tests.cut;

import io.ternmq.journal.tests.ledger.OpSource;
import java.util.List;

/**
 * A workload of the power-cut test. The numbers from {@code force} on say after how many of a
 * hundred operations that happens.
 *
 * @param operations how many
 * @param minBytes the smallest message
 * @param maxBytes the largest message
 * @param live about so many messages are kept
 * @param branch how many operations belong to branches
 * @param force a force
 * @param checkpoint a checkpoint
 * @param reclaim a piece of the oldest file copied forward, or its trim
 * @param restart kill and restart; now and then twice at once
 */
record Script(
        String name,
        int operations,
        int minBytes,
        int maxBytes,
        int live,
        int branch,
        int force,
        int checkpoint,
        int reclaim,
        int restart) {

    static final Script ROLLS = new Script("rolls", 60, 500, 4000, 40, 0, 50, 0, 0, 0);
    static final Script LARGE = new Script("large batches", 40, 3000, 10_900, 20, 0, 50, 0, 0, 3);
    static final Script TORN = new Script("unproven tails", 40, 10, 3000, 30, 10, 20, 0, 0, 18);
    static final Script BRANCHES = new Script("branches", 80, 10, 1500, 20, 70, 40, 0, 0, 4);
    static final Script RESTARTS =
            new Script("kill, restart, serve, cut", 40, 10, 4000, 12, 20, 40, 10, 40, 16);
    static final Script CHECKPOINTS = new Script("checkpoints", 60, 10, 3000, 30, 20, 30, 20, 0, 4);
    static final Script RECLAIM = new Script("reclaim", 90, 500, 5000, 12, 10, 30, 10, 60, 2);
    static final Script EVERYTHING = new Script("everything", 120, 10, 8000, 15, 30, 40, 8, 40, 5);

    /** Many rolls with something unforced in the file that is left. */
    static final Script SELDOM_FORCED =
            new Script("seldom forced", 100, 500, 4000, 40, 0, 15, 0, 0, 0);

    static List<Script> all() {
        return List.of(ROLLS, LARGE, TORN, BRANCHES, RESTARTS, CHECKPOINTS, RECLAIM, EVERYTHING);
    }

    OpSource source(long seed) {
        return new OpSource(seed, minBytes, maxBytes, live, branch);
    }
}
