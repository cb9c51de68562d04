package io.ternmq.journal.tests.ledger;

import io.ternmq.journal.tests.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chooses operations: the next one follows from the seed, its number and what the ledger holds, and
 * from nothing else; so that another process can tell what was done.
 *
 * @param minBytes the smallest message
 * @param maxBytes the largest message
 * @param liveMessages about as many are kept
 * @param branches how many of a hundred operations belong to a branch
 */
public record OpSource(long seed, int minBytes, int maxBytes, int liveMessages, int branches) {

    private static final int BINDINGS = 12;
    private static final int MOST_BRANCHES = 4;
    private static final int BATCH_BYTES = 11_000;

    /** The operation that follows. */
    public Op next(Ledger ledger) {
        SplittableRandom random = Seeds.random(seed, ledger.lastOp() + 1);
        List<Ledger.Message> free = ledger.free();
        if (random.nextInt(100) < branches) {
            return inBranch(ledger, free, random);
        }
        int choice = random.nextInt(100);
        if (choice < 6) {
            return bind(random);
        }
        if (choice < 16 && !free.isEmpty()) {
            return update(free, random);
        }
        if (choice < 24 && !free.isEmpty()) {
            return new Op.Together(
                    List.of(
                            add(0, ledger, random, BATCH_BYTES / 2),
                            acknowledge(0, free, random),
                            bind(random)));
        }
        boolean full = ledger.messages().size() >= liveMessages;
        if (!free.isEmpty() && random.nextInt(100) < (full ? 75 : 25)) {
            return acknowledge(0, free, random);
        }
        return add(0, ledger, random, BATCH_BYTES);
    }

    private Op inBranch(Ledger ledger, List<Ledger.Message> free, SplittableRandom random) {
        List<Map.Entry<Long, Boolean>> pending = new ArrayList<>(ledger.branches().entrySet());
        int choice = random.nextInt(100);
        if (pending.isEmpty() || (choice < 25 && pending.size() < MOST_BRANCHES)) {
            return work(ledger.lastBranch() + 1, ledger, free, random);
        }
        Map.Entry<Long, Boolean> one = pending.get(random.nextInt(pending.size()));
        if (one.getValue()) {
            return choice < 70 ? new Op.Commit(one.getKey()) : new Op.Rollback(one.getKey());
        }
        if (choice < 55) {
            return work(one.getKey(), ledger, free, random);
        }
        if (choice < 85) {
            return new Op.Prepare(one.getKey());
        }
        return choice < 93 ? new Op.Commit(one.getKey()) : new Op.Rollback(one.getKey());
    }

    private Op work(
            long branch, Ledger ledger, List<Ledger.Message> free, SplittableRandom random) {
        if (!free.isEmpty() && random.nextBoolean()) {
            return acknowledge(branch, free, random);
        }
        return add(branch, ledger, random, BATCH_BYTES);
    }

    private Op add(long branch, Ledger ledger, SplittableRandom random, int room) {
        List<Integer> sizes = new ArrayList<>();
        int left = room;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int size = random.nextInt(minBytes, maxBytes + 1);
            if (size + 64 > left) {
                break;
            }
            sizes.add(size);
            left -= size + 64;
        }
        if (sizes.isEmpty()) {
            sizes.add(Math.min(minBytes, room - 64));
        }
        return new Op.Add(branch, ledger.lastId() + 1, List.copyOf(sizes));
    }

    private static Op acknowledge(long branch, List<Ledger.Message> free, SplittableRandom random) {
        // Mostly the oldest, as a queue does; now and then one from the middle.
        int from = random.nextInt(4) == 0 ? random.nextInt(free.size()) : 0;
        int to = Math.min(free.size(), from + 1 + random.nextInt(4));
        return new Op.Acknowledge(
                branch, free.subList(from, to).stream().map(Ledger.Message::id).toList());
    }

    private static Op update(List<Ledger.Message> free, SplittableRandom random) {
        Ledger.Message one = free.get(random.nextInt(free.size()));
        return new Op.Update(one.id(), one.count() + 1);
    }

    private static Op bind(SplittableRandom random) {
        int key = random.nextInt(BINDINGS);
        return new Op.Bind(key, random.nextInt(4) == 0 ? "" : "value-" + random.nextInt(1000));
    }
}
