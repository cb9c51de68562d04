package io.ternmq.journal.tests.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store holds, made by records and by nothing else: live and in replay by the same code. Not
 * threadsafe. A record that refers to something unknown is an error, unless its number is one that
 * a trim may have taken away.
 */
final class StoreState {

    /** Told which records are needed. */
    @FunctionalInterface
    interface LiveBytes {
        void count(long position, long bytes);
    }

    /** A message and where its newest record stands. */
    record Entry(long id, long position, int size, int count, long addBranch, long ackBranch) {

        Entry at(long newPosition) {
            return new Entry(id, newPosition, size, count, addBranch, ackBranch);
        }

        Entry counted(int newCount) {
            return new Entry(id, position, size, newCount, addBranch, ackBranch);
        }

        Entry in(long newAddBranch, long newAckBranch) {
            return new Entry(id, position, size, count, newAddBranch, newAckBranch);
        }
    }

    /** A branch that is pending; prepared if its PREPARE has a position. */
    private static final class Pending {
        private final TreeSet<Long> messages = new TreeSet<>();
        private long prepared;
    }

    private final LiveBytes live;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final SortedMap<Integer, String> bindings = new TreeMap<>();
    private final SortedMap<Long, Pending> branches = new TreeMap<>();
    private long lastId;
    private long lastBranch;
    private long lastOp;
    private long trimmedId;
    private long trimmedBranch;

    StoreState(LiveBytes live) {
        this.live = live;
    }

    void apply(long position, int type, ByteBuffer record) {
        lastOp = Math.max(lastOp, record.getLong());
        switch (type) {
            case Records.ADD, Records.COPY -> message(position, type, record);
            case Records.ACKNOWLEDGE -> acknowledge(record.getLong(), record.getLong());
            case Records.UPDATE -> {
                long id = record.getLong();
                int count = record.getInt();
                if (entries.computeIfPresent(id, (same, old) -> old.counted(count)) == null) {
                    unknown("message", id, trimmedId);
                }
            }
            case Records.BIND -> bind(record.getInt(), text(record));
            case Records.PREPARE, Records.PREPARED -> prepare(position, record.getLong(), type);
            case Records.COMMIT -> end(record.getLong(), true);
            case Records.ROLLBACK -> end(record.getLong(), false);
            default -> throw new StoreCorruptException("a record of type " + type);
        }
    }

    private void message(long position, int type, ByteBuffer record) {
        long id = record.getLong();
        Entry fresh =
                new Entry(
                        id,
                        position,
                        record.remaining() - 20,
                        record.getInt(),
                        record.getLong(),
                        record.getLong());
        if (!Payloads.isBody(record, id, fresh.size())) {
            throw new StoreCorruptException("the body of message " + id + " is not its own");
        }
        Entry old = entries.get(id);
        if (type == Records.ADD && old != null) {
            throw new StoreCorruptException("message " + id + " was added twice");
        }
        if (type == Records.COPY && old == null) {
            unknown("message", id, trimmedId);
        }
        put(fresh);
    }

    private void put(Entry fresh) {
        Entry old = entries.put(fresh.id(), fresh);
        if (old != null) {
            live.count(old.position(), -bytes(old));
            unlink(old);
        }
        live.count(fresh.position(), bytes(fresh));
        link(fresh.addBranch(), fresh.id());
        link(fresh.ackBranch(), fresh.id());
        lastId = Math.max(lastId, fresh.id());
    }

    private void link(long branch, long id) {
        if (branch != 0) {
            branch(branch).messages.add(id);
        }
    }

    private void unlink(Entry entry) {
        for (long branch : List.of(entry.addBranch(), entry.ackBranch())) {
            Pending pending = branches.get(branch);
            if (pending != null) {
                pending.messages.remove(entry.id());
            }
        }
    }

    private Pending branch(long branch) {
        lastBranch = Math.max(lastBranch, branch);
        return branches.computeIfAbsent(branch, number -> new Pending());
    }

    private void acknowledge(long id, long branch) {
        Entry entry = entries.get(id);
        if (branch != 0) {
            branch(branch);
        }
        if (entry == null) {
            unknown("message", id, trimmedId);
        } else if (branch == 0) {
            remove(entry);
        } else {
            entries.put(id, entry.in(entry.addBranch(), branch));
            link(branch, id);
        }
    }

    private void remove(Entry entry) {
        entries.remove(entry.id());
        live.count(entry.position(), -bytes(entry));
    }

    private void bind(int key, String value) {
        if (value.isEmpty()) {
            bindings.remove(key);
        } else {
            bindings.put(key, value);
        }
    }

    private void prepare(long position, long branch, int type) {
        if (!branches.containsKey(branch)) {
            unknown("branch", branch, trimmedBranch);
        }
        Pending pending = branch(branch);
        if (type == Records.PREPARE && pending.prepared != 0) {
            throw new StoreCorruptException("branch " + branch + " was prepared twice");
        }
        live.count(pending.prepared, -Long.BYTES);
        pending.prepared = position;
        live.count(position, Long.BYTES);
    }

    private void end(long branch, boolean commit) {
        Pending pending = branches.remove(branch);
        if (pending == null) {
            unknown("branch", branch, trimmedBranch);
            return;
        }
        live.count(pending.prepared, -Long.BYTES);
        for (long id : pending.messages) {
            Entry entry = entries.get(id);
            if (entry == null) {
                throw new StoreCorruptException("branch " + branch + " lost message " + id);
            }
            if (commit == (entry.ackBranch() == branch)) {
                remove(entry);
            } else {
                entries.put(id, entry.in(0, 0));
            }
        }
    }

    private static void unknown(String what, long number, long trimmed) {
        if (number > trimmed) {
            throw new StoreCorruptException(
                    what + " " + number + " is unknown, and only up to " + trimmed + " may be");
        }
    }

    private static long bytes(Entry entry) {
        return Records.MESSAGE_BYTES + (long) entry.size();
    }

    private static String text(ByteBuffer rest) {
        return StandardCharsets.UTF_8.decode(rest).toString();
    }

    /** Whether the newest record of this message stands there. */
    boolean isNewest(long id, long position) {
        Entry entry = entries.get(id);
        return entry != null && entry.position() == position;
    }

    /** Whether this branch's PREPARE stands there. */
    boolean isPreparedBy(long branch, long position) {
        Pending pending = branches.get(branch);
        return pending != null && pending.prepared == position;
    }

    Entry entry(long id) {
        return entries.getOrDefault(id, new Entry(id, 0, 0, 0, 0, 0));
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    List<Long> unprepared() {
        List<Long> found = new ArrayList<>();
        branches.forEach(
                (number, branch) -> {
                    if (branch.prepared == 0) {
                        found.add(number);
                    }
                });
        return found;
    }

    SortedMap<Long, Long> preparedAt() {
        SortedMap<Long, Long> found = new TreeMap<>();
        branches.forEach((number, branch) -> found.put(number, branch.prepared));
        return found;
    }

    SortedMap<Integer, String> bindings() {
        return new TreeMap<>(bindings);
    }

    long lastId() {
        return lastId;
    }

    long lastBranch() {
        return lastBranch;
    }

    long lastOp() {
        return lastOp;
    }

    /** As if all these had been applied already. */
    void startFrom(long op, long id, long branch) {
        lastOp = op;
        lastId = id;
        lastBranch = branch;
    }

    /** References up to these may be unknown. */
    void trimmedUpTo(long id, long branch) {
        trimmedId = id;
        trimmedBranch = branch;
    }

    void restore(Entry entry) {
        put(entry);
    }

    void restoreBranch(long number, long preparedAt) {
        Pending pending = branch(number);
        pending.prepared = preparedAt;
        live.count(preparedAt, Long.BYTES);
    }

    void restoreBinding(int key, String value) {
        bindings.put(key, value);
    }

    /** The same in the words of the model. */
    Ledger ledger() {
        SortedMap<Long, Boolean> prepared = new TreeMap<>();
        branches.forEach((number, branch) -> prepared.put(number, branch.prepared != 0));
        return new Ledger(
                entries.values().stream()
                        .map(
                                entry ->
                                        new Ledger.Message(
                                                entry.id(),
                                                entry.size(),
                                                entry.count(),
                                                entry.addBranch(),
                                                entry.ackBranch()))
                        .toList(),
                bindings,
                prepared,
                lastId,
                lastBranch,
                lastOp);
    }
}
