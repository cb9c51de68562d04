package io.ternmq.broker.state;

import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.xa.BranchState;
import java.util.List;

/**
 * Makes a state usable that was replayed from a salvaged journal: records were missing among those
 * that were there. What is known only by its number goes; what is known but for its queue gets one.
 *
 * @param messages that were taken out, since their records are lost
 * @param queues of which only the number was known, and which got a name, or went if they were
 *     empty
 * @param branches in doubt that lost some of their work
 */
public record Repair(long messages, int queues, int branches) {

    private static final String PREFIX = "salvaged.";

    static Repair of(BrokerState state) {
        long messages = 0;
        Reference next = state.queues.backlog().first();
        while (next != null) {
            Reference reference = next;
            next = reference.behind;
            boolean lost = reference.content instanceof LargeContent large && !large.whole();
            if (reference.outline || lost) {
                state.queues.remove(reference);
                messages++;
            }
        }
        int queues = 0;
        for (QueueState queue : List.copyOf(state.queues.queues())) {
            if (queue.name.isEmpty()) {
                name(state, queue);
                queues++;
            }
        }
        int branches = 0;
        for (Branch branch : state.branches.branches()) {
            if (branch.state == BranchState.PREPARED
                    && branch.recordCount != branch.expectedRecords) {
                branch.expectedRecords = branch.recordCount;
                branches++;
            }
        }
        return new Repair(messages, queues, branches);
    }

    /** The messages of a queue say what its name was, unless they came there as dead letters. */
    private static void name(BrokerState state, QueueState queue) {
        for (Reference reference : queue.references()) {
            String name = reference.envelope.destination().name();
            boolean free = reference.deadLetter == null && state.queues.queue(name) == null;
            state.queues.apply(new QueueCreated(queue.id, free ? name : PREFIX + queue.id));
            return;
        }
        state.queues.forget(queue);
    }
}
