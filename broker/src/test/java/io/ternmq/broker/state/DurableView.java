package io.ternmq.broker.state;

import io.ternmq.xa.BranchState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What of a state must survive, as text: two states with equal views are the same to whoever comes
 * after a crash. A branch that has not voted counts as rolled back.
 */
public final class DurableView {

    private DurableView() {}

    /** The lines of the view, sorted. */
    public static List<String> of(BrokerState state) {
        Map<Reference, Integer> held = new java.util.IdentityHashMap<>();
        List<String> lines = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            if (branch.state == BranchState.PREPARED) {
                lines.add(
                        "prepared "
                                + branch.xid
                                + " at "
                                + branch.createdMs
                                + " "
                                + work(branch.work));
            } else if (branch.state == BranchState.HEURISTIC) {
                lines.add("decided " + branch.xid + " " + branch.decidedCommit);
            } else {
                for (Work item : branch.work) {
                    if (item instanceof Work.Received received) {
                        held.put(
                                received.reference(), received.reference().deliveriesAfterRollback);
                    }
                }
            }
        }
        for (QueueState queue : state.queues.queues()) {
            List<Reference> references = new ArrayList<>();
            for (Reference reference : queue.references()) {
                if (reference.persistent() && visible(reference, held)) {
                    references.add(reference);
                }
            }
            references.sort(Comparator.comparingLong(reference -> reference.order));
            List<String> messages = new ArrayList<>();
            for (Reference reference : references) {
                int deliveries = held.getOrDefault(reference, reference.deliveries);
                messages.add(
                        reference.messageNo
                                + "@"
                                + reference.order
                                + "×"
                                + deliveries
                                + (reference.deadLetter == null ? "" : "†")
                                + "="
                                + reference.envelope.messageId()
                                + (reference.content instanceof LargeContent large
                                        ? "~" + large
                                        : ""));
            }
            lines.add("queue " + queue.id + " " + queue.name + " " + messages);
        }
        List<String> outcomes = new ArrayList<>();
        state.branches
                .completed()
                .all()
                .forEach((xid, outcome) -> outcomes.add(xid + " " + outcome));
        lines.add("completed " + outcomes);
        lines.add(
                "counters "
                        + state.opening()
                        + " "
                        + state.queues.lastQueueId()
                        + " "
                        + state.queues.lastMessageNo());
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    /** How many contents in parts the state holds, under way or with a message. */
    public static int contents(BrokerState state) {
        return state.contents.size();
    }

    /** Those that no message has. */
    public static long contentsUnderWay(BrokerState state) {
        return state.contents.contents().stream().filter(content -> !content.held()).count();
    }

    /** Whatever is given next is greater than whatever was given before. */
    public static boolean countersBehindAll(BrokerState state) {
        for (Reference r = state.queues.backlog().first(); r != null; r = r.behind) {
            boolean placed = r.state() != ReferenceState.UNCOMMITTED;
            if ((placed && r.place > state.queues.sequence())
                    || r.messageNo > state.queues.lastMessageNo()
                    || r.tx > state.branches.lastTx()) {
                return false;
            }
        }
        return true;
    }

    private static boolean visible(Reference reference, Map<Reference, Integer> held) {
        return switch (reference.state()) {
            case READY, DELIVERED -> true;
            case CONSUMED -> held.containsKey(reference);
            case UNCOMMITTED, GONE -> false;
        };
    }

    private static List<String> work(Collection<Work> work) {
        List<String> lines = new ArrayList<>();
        for (Work item : work) {
            if (item.reference().persistent()) {
                lines.add(
                        item.getClass().getSimpleName()
                                + " "
                                + item.reference().queue.name
                                + " "
                                + item.reference().messageNo
                                + "@"
                                + item.reference().order
                                + "/"
                                + item.reference().place
                                + "×"
                                + item.reference().deliveriesAfterRollback);
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }
}
