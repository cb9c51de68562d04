package io.ternmq.broker.state;

import io.ternmq.xa.XidValue;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of branches that ended lately, so that a repeated call gets the same answer. Bounded
 * by count and age. Belongs to the state machine's thread.
 */
final class CompletedBranches {

    /** How a branch ended, and when, in milliseconds of the epoch. */
    record Outcome(boolean committed, long timeMs) {}

    private final Map<XidValue, Outcome> outcomes = new LinkedHashMap<>();
    private final int most;
    private final long mostMs;

    CompletedBranches(int most, long mostMs) {
        this.most = most;
        this.mostMs = mostMs;
    }

    @Nullable Outcome outcome(XidValue xid) {
        return outcomes.get(xid);
    }

    Map<XidValue, Outcome> all() {
        return outcomes;
    }

    void add(XidValue xid, boolean committed, long timeMs) {
        outcomes.remove(xid);
        outcomes.put(xid, new Outcome(committed, timeMs));
        Iterator<Outcome> oldest = outcomes.values().iterator();
        while (oldest.hasNext()) {
            Outcome outcome = oldest.next();
            if (outcomes.size() <= most && outcome.timeMs() > timeMs - mostMs) {
                break;
            }
            oldest.remove();
        }
    }
}
