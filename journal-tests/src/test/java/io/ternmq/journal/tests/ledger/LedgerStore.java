package io.ternmq.journal.tests.ledger;

import io.ternmq.journal.CheckpointWriter;
import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.Housekeeping;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.RecordBatch;
import io.ternmq.journal.Segment;
import io.ternmq.journal.StoredCheckpoint;
import io.ternmq.journal.StoredRecord;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A small store of messages on a journal, as a broker would use it: the least owner that does
 * everything which the journal asks of one. Any thread; who holds the lock is the journal's writer.
 */
public final class LedgerStore implements Housekeeping.Owner, AutoCloseable {

    /** The smallest files that the journal makes. */
    public static final JournalOptions SMALL = new JournalOptions(64 << 10, 64 << 10);

    /** What the journal adds to a batch and to a record, at most. */
    private static final int BATCH_BYTES = 128;

    private static final int RECORD_BYTES = 16;

    private static final System.Logger LOG = System.getLogger(LedgerStore.class.getName());

    private final Journal journal;
    private final StoreState state;
    private final RecordBatch batch;
    private final List<Records.Piece> pieces = new ArrayList<>();
    private final int batchBytes;
    private volatile long lastCheckpoint;
    private final ReentrantLock writing = new ReentrantLock();

    private LedgerStore(Journal journal, JournalOptions options) {
        this.journal = journal;
        this.batchBytes = options.maxBatchBytes() - BATCH_BYTES;
        this.state = new StoreState(journal::live);
        this.batch = journal.newBatch();
    }

    /** Opens the journal, restores the state and rolls back what was not prepared. */
    public static LedgerStore open(
            Path directory, JournalOptions options, ForcePolicy policy, RestoreFrom from)
            throws JournalException {
        Journal journal = Journal.open(directory, options, policy);
        LedgerStore store = null;
        try {
            LedgerStore restored = restored(journal, options, from);
            restored.rollbackUnprepared();
            store = restored;
            return store;
        } finally {
            if (store == null) {
                journal.close();
            }
        }
    }

    private static LedgerStore restored(Journal journal, JournalOptions options, RestoreFrom from)
            throws JournalException {
        LedgerStore store = new LedgerStore(journal, options);
        List<StoredCheckpoint> checkpoints = journal.checkpoints();
        int first = from == RestoreFrom.OLDER && checkpoints.size() > 1 ? 1 : 0;
        for (int i = first; i < checkpoints.size() && from != RestoreFrom.ALL; i++) {
            List<Records.Piece> pieces = readable(checkpoints.get(i));
            if (!pieces.isEmpty()) {
                for (Records.Piece piece : pieces) {
                    ByteBuffer bytes = ByteBuffer.wrap(piece.payload());
                    Snapshots.restore(store.state, piece.type(), bytes);
                }
                journal.replay(checkpoints.get(i), store.state::apply);
                return store;
            }
        }
        Snapshots.restoreNote(store.state, journal.startNote());
        journal.replay(store.state::apply);
        return store;
    }

    /** All of a checkpoint, before any of it is believed; nothing if it cannot be read. */
    private static List<Records.Piece> readable(StoredCheckpoint checkpoint) {
        List<Records.Piece> pieces = new ArrayList<>();
        try {
            checkpoint.read((type, payload) -> pieces.add(new Records.Piece(type, bytes(payload))));
            return pieces;
        } catch (JournalException e) {
            LOG.log(Level.WARNING, "checkpoint " + checkpoint.number() + " is left out", e);
            return List.of();
        }
    }

    private static byte[] bytes(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    private void rollbackUnprepared() throws JournalException {
        journal.marks(state.lastId(), state.lastBranch());
        for (long branch : state.unprepared()) {
            Records.branch(pieces, Records.ROLLBACK, 0, branch);
            append();
        }
    }

    /** Does the next operation: appends it and applies it. Not durable yet. */
    public void execute(Op op) throws JournalException {
        writing.lock();
        try {
            Records.write(pieces, state.lastOp() + 1, op);
            append();
        } finally {
            writing.unlock();
        }
    }

    /** Appends the pieces as one batch and applies them. */
    private void append() throws JournalException {
        batch.clear();
        for (Records.Piece piece : pieces) {
            batch.add(piece.type(), piece.payload(), 0, piece.payload().length);
        }
        journal.append(batch);
        for (int i = 0; i < pieces.size(); i++) {
            Records.Piece piece = pieces.get(i);
            state.apply(batch.position(i), piece.type(), ByteBuffer.wrap(piece.payload()));
        }
        pieces.clear();
        journal.marks(state.lastId(), state.lastBranch());
    }

    /** Makes everything that was done durable. */
    public void force() throws JournalException {
        writing.lock();
        try {
            journal.force();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void checkpoint() throws JournalException {
        CheckpointWriter begun;
        Snapshots now;
        writing.lock();
        try {
            journal.force();
            begun = journal.beginCheckpoint();
            now = Snapshots.of(state);
        } finally {
            writing.unlock();
        }
        try (CheckpointWriter writer = begun) {
            now.write(writer);
            writer.commit();
            lastCheckpoint = writer.position();
        }
    }

    @Override
    public long keep(List<StoredRecord> records) throws JournalException {
        long bytes = 0;
        writing.lock();
        try {
            int room = batchBytes;
            for (StoredRecord record : records) {
                Records.Piece copy = copy(record);
                if (copy == null) {
                    continue;
                }
                if (copy.payload().length + RECORD_BYTES > room) {
                    bytes += appendCopies();
                    room = batchBytes;
                }
                pieces.add(copy);
                room -= copy.payload().length + RECORD_BYTES;
            }
            return bytes + appendCopies();
        } finally {
            writing.unlock();
        }
    }

    private long appendCopies() throws JournalException {
        if (pieces.isEmpty()) {
            return 0;
        }
        append();
        return batch.sizeBytes();
    }

    private Records.@Nullable Piece copy(StoredRecord record) {
        ByteBuffer payload = record.payload().duplicate();
        switch (record.type()) {
            case Records.ADD, Records.COPY -> {
                long id = payload.getLong(Long.BYTES);
                if (!state.isNewest(id, record.position())) {
                    return null;
                }
                StoreState.Entry entry = state.entry(id);
                ByteBuffer copy =
                        Records.message(
                                0,
                                id,
                                entry.count(),
                                entry.addBranch(),
                                entry.ackBranch(),
                                entry.size());
                copy.put(payload.position(Records.MESSAGE_BYTES));
                return new Records.Piece(Records.COPY, copy.array());
            }
            case Records.PREPARE, Records.PREPARED -> {
                long branch = payload.getLong(Long.BYTES);
                if (!state.isPreparedBy(branch, record.position())) {
                    return null;
                }
                List<Records.Piece> one = new ArrayList<>();
                Records.branch(one, Records.PREPARED, 0, branch);
                return one.get(0);
            }
            default -> {
                return null;
            }
        }
    }

    @Override
    public ByteBuffer beforeTrim(Segment firstKept) throws JournalException {
        writing.lock();
        try {
            journal.force();
            List<Long> marks = firstKept.marks();
            return Snapshots.of(state).note(marks.get(0), marks.get(1));
        } finally {
            writing.unlock();
        }
    }

    /** What it holds, in the words of the model. */
    public Ledger ledger() {
        writing.lock();
        try {
            return state.ledger();
        } finally {
            writing.unlock();
        }
    }

    /** Reads the body of every message back and looks at each byte. */
    public void readAll() throws JournalException {
        List<StoreState.Entry> entries;
        writing.lock();
        try {
            entries = state.entries();
        } finally {
            writing.unlock();
        }
        for (StoreState.Entry entry : entries) {
            ByteBuffer payload = journal.read(entry.position()).payload().duplicate();
            if (payload.getLong(Long.BYTES) != entry.id()
                    || !Payloads.isBody(
                            payload.position(Records.MESSAGE_BYTES), entry.id(), entry.size())) {
                throw new StoreCorruptException(
                        "what stands at " + entry.position() + " is not message " + entry.id());
            }
        }
    }

    /** The position of the newest checkpoint of this opening; 0 for none. */
    public long lastCheckpoint() {
        return lastCheckpoint;
    }

    /** The journal below. */
    public Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
    }
}
