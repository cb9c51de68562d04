package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Record.BranchDecided;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.Record.BrokerStarted;
import io.ternmq.broker.record.Record.MessageMoved;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.Record.QueueDeleted;
import io.ternmq.broker.record.Volatile;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;

/**
 * Decides what no client asks for: administration, the end of replay, dead letters. Changes
 * nothing.
 */
final class AdminRules {

    /** How many messages one decision moves at the most, so that others get their turn. */
    private static final int MOVES = 1_000;

    private final BrokerState state;

    AdminRules(BrokerState state) {
        this.state = state;
    }

    Decision decide(Command command, long nowMs) {
        if (command instanceof Command.MoveExhausted) {
            return moveExhausted(nowMs);
        }
        if (command instanceof Command.CreateQueue c) {
            return createQueue(c.name());
        }
        if (command instanceof Command.DeleteQueue c) {
            return deleteQueue(c.name());
        }
        if (command instanceof Command.DecideBranch c) {
            return decideBranch(c.xid(), c.commit(), nowMs);
        }
        return endReplay((Command.EndReplay) command, nowMs);
    }

    private Decision createQueue(String name) {
        if (state.queues.queue(name) != null) {
            return Decision.durable(List.of());
        }
        if (state.queues.queues().size() >= state.limits.maxQueues()) {
            return ConnectionRules.limit(
                    "maxQueues", state.limits.maxQueues(), "delete unused queues");
        }
        return Decision.durable(List.of(new QueueCreated(state.queues.nextQueueId(), name)));
    }

    private Decision deleteQueue(String name) {
        QueueState queue = state.queues.queue(name);
        if (queue == null) {
            return Decision.durable(List.of());
        }
        List<Change> changes = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            if (!branch.touches(queue)) {
                continue;
            }
            if (branch.state == BranchState.PREPARED) {
                return Decision.refused(
                        ErrorCode.ILLEGAL_STATE,
                        "queue '"
                                + name
                                + "' is touched by the prepared branch "
                                + branch.xid
                                + "; let its transaction manager settle it first");
            }
            changes.add(new Volatile.BranchFailed(branch.tx, "queue '" + name + "' was deleted"));
        }
        changes.add(new QueueDeleted(queue.id));
        return Decision.durable(changes);
    }

    private Decision decideBranch(XidValue xid, boolean commit, long nowMs) {
        Branch branch = state.branches.branch(xid);
        if (branch == null || branch.state != BranchState.PREPARED) {
            return Decision.xaRefused(
                    branch == null ? XAException.XAER_NOTA : XAException.XAER_PROTO,
                    "branch " + xid + " is not prepared; preparedBranches() lists those that are");
        }
        return Decision.durable(
                List.of(
                        new BranchDecided(
                                branch.tx, xid, commit, state.queues.nextPlace(0), nowMs)));
    }

    /** Presumed abort: whoever had not voted when the broker died is rolled back. */
    private Decision endReplay(Command.EndReplay command, long nowMs) {
        List<Change> changes = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            if (branch.state == BranchState.ACTIVE) {
                changes.add(new BranchRolledBack(branch.tx, null, nowMs, true));
            }
        }
        changes.add(new BrokerStarted(command.opening(), nowMs));
        return Decision.durable(changes);
    }

    private Decision moveExhausted(long nowMs) {
        List<Change> changes = new ArrayList<>();
        QueueState dead = state.queues.queue(Limits.DEAD_LETTER_QUEUE);
        long deadId = dead == null ? state.queues.nextQueueId() : dead.id;
        if (dead == null) {
            changes.add(new QueueCreated(deadId, Limits.DEAD_LETTER_QUEUE));
        }
        int persistent = 0;
        int volatiles = 0;
        for (Reference reference : state.queues.exhausted()) {
            if (persistent + volatiles == MOVES) {
                break;
            }
            long place = state.queues.nextPlace(persistent + volatiles);
            int nth = reference.persistent() ? persistent++ : volatiles++;
            DeadLetter why =
                    new DeadLetter(
                            reference.queue.name,
                            reference.deliveries,
                            "delivered "
                                    + reference.deliveries
                                    + " times; the limit maxDeliveries is "
                                    + state.limits.maxDeliveries(),
                            nowMs);
            changes.add(
                    new MessageMoved(
                            reference.queue.id,
                            reference.messageNo,
                            deadId,
                            state.queues.nextMessageNo(reference.persistent(), nth),
                            place,
                            why));
        }
        return Decision.done(changes);
    }
}
