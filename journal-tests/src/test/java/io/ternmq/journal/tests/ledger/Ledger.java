package io.ternmq.journal.tests.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reference model: what a store must hold after a number of operations, as plain maps. It knows
 * nothing of records, positions or files.
 */
public final class Ledger {

    /**
     * @param addBranch the branch that must commit before the message exists, or 0
     * @param ackBranch the branch that ends it when it commits, or 0
     */
    public record Message(long id, int size, int count, long addBranch, long ackBranch) {}

    private final SortedMap<Long, Message> messages = new TreeMap<>();
    private final SortedMap<Integer, String> bindings = new TreeMap<>();
    private final SortedMap<Long, Boolean> branches = new TreeMap<>();
    private long lastId;
    private long lastBranch;
    private long lastOp;

    /** An empty ledger. */
    public Ledger() {}

    /** What a store says that it holds. */
    Ledger(
            Iterable<Message> messages,
            SortedMap<Integer, String> bindings,
            SortedMap<Long, Boolean> branches,
            long lastId,
            long lastBranch,
            long lastOp) {
        messages.forEach(message -> this.messages.put(message.id(), message));
        this.bindings.putAll(bindings);
        this.branches.putAll(branches);
        this.lastId = lastId;
        this.lastBranch = lastBranch;
        this.lastOp = lastOp;
    }

    /** Does the next operation. */
    public void apply(Op op) {
        change(op);
        lastOp++;
    }

    private void change(Op op) {
        if (op instanceof Op.Add add) {
            touch(add.branch());
            long id = add.firstId();
            for (int size : add.sizes()) {
                messages.put(id, new Message(id, size, 0, add.branch(), 0));
                lastId = Math.max(lastId, id++);
            }
        } else if (op instanceof Op.Acknowledge ack) {
            touch(ack.branch());
            for (long id : ack.ids()) {
                Message old = messages.get(id);
                if (ack.branch() == 0) {
                    messages.remove(id);
                } else {
                    messages.put(
                            id,
                            new Message(
                                    id, old.size(), old.count(), old.addBranch(), ack.branch()));
                }
            }
        } else if (op instanceof Op.Update update) {
            messages.computeIfPresent(
                    update.id(),
                    (id, old) ->
                            new Message(
                                    id,
                                    old.size(),
                                    update.count(),
                                    old.addBranch(),
                                    old.ackBranch()));
        } else if (op instanceof Op.Bind bind) {
            if (bind.value().isEmpty()) {
                bindings.remove(bind.key());
            } else {
                bindings.put(bind.key(), bind.value());
            }
        } else if (op instanceof Op.Prepare prepare) {
            branches.put(prepare.branch(), true);
        } else if (op instanceof Op.Commit commit) {
            end(commit.branch(), true);
        } else if (op instanceof Op.Rollback rollback) {
            end(rollback.branch(), false);
        } else if (op instanceof Op.Together together) {
            together.parts().forEach(this::change);
        }
    }

    private void touch(long branch) {
        if (branch != 0) {
            branches.putIfAbsent(branch, false);
            lastBranch = Math.max(lastBranch, branch);
        }
    }

    private void end(long branch, boolean commit) {
        branches.remove(branch);
        for (Message old : List.copyOf(messages.values())) {
            if (old.addBranch() == branch) {
                messages.remove(old.id());
                if (commit) {
                    messages.put(old.id(), new Message(old.id(), old.size(), old.count(), 0, 0));
                }
            } else if (old.ackBranch() == branch) {
                messages.remove(old.id());
                if (!commit) {
                    messages.put(old.id(), new Message(old.id(), old.size(), old.count(), 0, 0));
                }
            }
        }
    }

    /** The process ended and began again: branches that were not prepared are undone. */
    public void restart() {
        for (long branch : List.copyOf(branches.keySet())) {
            if (!branches.get(branch)) {
                end(branch, false);
            }
        }
    }

    /** The messages that exist, are not to come and are not about to go. */
    public List<Message> free() {
        return messages.values().stream()
                .filter(message -> message.addBranch() == 0 && message.ackBranch() == 0)
                .toList();
    }

    /** All messages. */
    public List<Message> messages() {
        return List.copyOf(messages.values());
    }

    /** The branches that are pending and whether they are prepared. */
    public SortedMap<Long, Boolean> branches() {
        return new TreeMap<>(branches);
    }

    /** The number of the newest message. */
    public long lastId() {
        return lastId;
    }

    /** The number of the newest branch. */
    public long lastBranch() {
        return lastBranch;
    }

    /** How many operations were done. */
    public long lastOp() {
        return lastOp;
    }

    /** Another with the same content. */
    public Ledger copy() {
        return new Ledger(messages(), bindings, branches, lastId, lastBranch, lastOp);
    }

    /** What would be there after a restart, one line for each thing. */
    public List<String> lines() {
        Ledger after = copy();
        after.restart();
        List<String> lines = new ArrayList<>();
        lines.add("op " + lastOp);
        after.messages.values().forEach(message -> lines.add(message.toString()));
        after.bindings.forEach((key, value) -> lines.add("bound " + key + " to " + value));
        after.branches.keySet().forEach(branch -> lines.add("prepared " + branch));
        return lines;
    }

    /** A short form of {@link #lines}. */
    public long digest() {
        long digest = 0;
        for (String line : lines()) {
            for (int i = 0; i < line.length(); i++) {
                digest = digest * 0x100000001b3L + line.charAt(i) + 1;
            }
            digest = digest * 0x100000001b3L;
        }
        return digest;
    }
}
