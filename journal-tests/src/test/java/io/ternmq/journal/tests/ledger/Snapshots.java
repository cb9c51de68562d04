package io.ternmq.journal.tests.ledger;

import io.ternmq.journal.CheckpointWriter;
import io.ternmq.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A state without its bodies, as it was at one moment: what a checkpoint holds, and, less the
 * messages and branches, a note.
 */
record Snapshots(
        long op,
        long id,
        long branch,
        List<StoreState.Entry> entries,
        SortedMap<Long, Long> preparedAt,
        SortedMap<Integer, String> bindings) {

    private static final int COUNTERS = 1;
    private static final int MESSAGE = 2;
    private static final int BRANCH = 3;
    private static final int BINDING = 4;

    static Snapshots of(StoreState state) {
        return new Snapshots(
                state.lastOp(),
                state.lastId(),
                state.lastBranch(),
                state.entries(),
                state.preparedAt(),
                state.bindings());
    }

    void write(CheckpointWriter writer) throws JournalException {
        put(writer, COUNTERS, counters());
        for (StoreState.Entry entry : entries) {
            ByteBuffer bytes = ByteBuffer.allocate(40).putLong(entry.id());
            bytes.putLong(entry.position()).putInt(entry.size()).putInt(entry.count());
            put(writer, MESSAGE, bytes.putLong(entry.addBranch()).putLong(entry.ackBranch()));
        }
        for (Map.Entry<Long, Long> one : preparedAt.entrySet()) {
            ByteBuffer bytes = ByteBuffer.allocate(16).putLong(one.getKey());
            put(writer, BRANCH, bytes.putLong(one.getValue()));
        }
        for (Map.Entry<Integer, String> one : bindings.entrySet()) {
            put(writer, BINDING, binding(one));
        }
    }

    private static void put(CheckpointWriter writer, int type, ByteBuffer bytes)
            throws JournalException {
        writer.add(type, bytes.array(), 0, bytes.capacity());
    }

    private ByteBuffer counters() {
        return ByteBuffer.allocate(24).putLong(op).putLong(id).putLong(branch);
    }

    private static ByteBuffer binding(Map.Entry<Integer, String> one) {
        byte[] value = one.getValue().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + value.length).putInt(one.getKey()).put(value);
    }

    /** Puts one piece of a checkpoint back. */
    static void restore(StoreState state, int type, ByteBuffer bytes) {
        switch (type) {
            case COUNTERS -> state.startFrom(bytes.getLong(), bytes.getLong(), bytes.getLong());
            case MESSAGE ->
                    state.restore(
                            new StoreState.Entry(
                                    bytes.getLong(),
                                    bytes.getLong(),
                                    bytes.getInt(),
                                    bytes.getInt(),
                                    bytes.getLong(),
                                    bytes.getLong()));
            case BRANCH -> state.restoreBranch(bytes.getLong(), bytes.getLong());
            case BINDING ->
                    state.restoreBinding(
                            bytes.getInt(), StandardCharsets.UTF_8.decode(bytes).toString());
            default -> throw new StoreCorruptException("a piece of type " + type);
        }
    }

    /** A note: what a full replay begins with, and up to which numbers things may be unknown. */
    ByteBuffer note(long trimmedId, long trimmedBranch) {
        ByteBuffer note = ByteBuffer.allocate(40 + 64 * bindings.size());
        note.putLong(trimmedId).putLong(trimmedBranch).put(counters().flip());
        for (Map.Entry<Integer, String> one : bindings.entrySet()) {
            ByteBuffer bytes = binding(one).flip();
            note.putInt(bytes.remaining()).put(bytes);
        }
        return note.flip();
    }

    static void restoreNote(StoreState state, ByteBuffer note) {
        if (!note.hasRemaining()) {
            return;
        }
        state.trimmedUpTo(note.getLong(), note.getLong());
        state.startFrom(note.getLong(), note.getLong(), note.getLong());
        while (note.hasRemaining()) {
            ByteBuffer one = note.slice(note.position() + 4, note.getInt());
            note.position(note.position() + one.remaining());
            state.restoreBinding(one.getInt(), StandardCharsets.UTF_8.decode(one).toString());
        }
    }
}
