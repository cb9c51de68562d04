package io.ternmq.broker.state;

import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pending effects of a transaction, local or XA. Belongs to the state machine's thread. */
final class Branch {

    /** Who is associated with a branch, and how. */
    enum Tie {
        /** T1. */
        ACTIVE,
        /** T2. */
        SUSPENDED
    }

    final long tx;

    /** Null for a local transaction. */
    final @Nullable XidValue xid;

    BranchState state = BranchState.ACTIVE;

    /**
     * When it began, or when it was prepared; milliseconds of the epoch, 0 in replay before the
     * vote.
     */
    long createdMs;

    /** When it times out unless it was prepared; milliseconds of the epoch, 0 for never. */
    long deadlineMs;

    boolean timedOut;

    /** Whether a timeout has already undone its work. */
    boolean undone;

    /** The session of a local transaction. */
    @Nullable Session session;

    /** Why it can only be rolled back. */
    @Nullable String failure;

    /** For a heuristically completed branch. */
    boolean decidedCommit;

    final Map<SessionKey, Tie> ties = new HashMap<>();
    final Set<SessionKey> ended = new HashSet<>();
    final List<Work> work = new ArrayList<>();

    /** How many journaled records carry its number. */
    int recordCount;

    /** What {@link #recordCount} must be at the end of a replay, once it is prepared. */
    int expectedRecords;

    /** How many messages it sent, those included that a restart lost. */
    int sends;

    /** The content of its sends. */
    long bytes;

    Branch(long tx, @Nullable XidValue xid) {
        this.tx = tx;
        this.xid = xid;
    }

    void add(Work item) {
        work.add(item);
        if (item.reference().persistent()) {
            recordCount++;
        }
        if (item instanceof Work.Sent sent) {
            Reference reference = sent.reference();
            if (reference.place == Record.UNORDERED) {
                reference.place = sends;
            }
            sends = (int) Math.max(sends, reference.place + 1);
            bytes += reference.content.size();
        }
    }

    boolean touches(QueueState queue) {
        return work.stream().anyMatch(item -> item.reference().queue == queue);
    }

    /** A name for messages. */
    String describe() {
        return xid == null ? "local transaction " + tx : "branch " + xid;
    }
}
