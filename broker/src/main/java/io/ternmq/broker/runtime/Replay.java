package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.RecordFormatException;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.InconsistentRecordException;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.StoredCheckpoint;
import io.ternmq.wire.message.Content;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the state from the journal: the same apply as live, record by record, over the newest
 * checkpoint that can be used, or over the start note if there is none. Each attempt begins with an
 * empty state.
 */
final class Replay {

    private static final Logger LOG = System.getLogger("io.ternmq.broker");

    private final Journal journal;
    private final BrokerState state;
    private long records;
    private long messages;
    private boolean ended;

    private Replay(Journal journal, Limits limits) {
        this.journal = journal;
        this.state = new BrokerState(journal.id(), limits, JournaledContent::release);
    }

    /**
     * A state that was rebuilt.
     *
     * @param checkpoint what it began with, or null for a replay of all that is retained
     * @param records how many were replayed
     */
    record Replayed(BrokerState state, @Nullable StoredCheckpoint checkpoint, long records) {

        /** For people. */
        String describe() {
            return checkpoint == null
                    ? records + " records replayed"
                    : "checkpoint "
                            + checkpoint.number()
                            + " of "
                            + Instant.ofEpochMilli(checkpoint.takenAtMs())
                            + " ("
                            + checkpoint.bytes()
                            + " bytes) and "
                            + records
                            + " records after it replayed";
        }
    }

    /**
     * Rebuilds the state, and counts in the journal what of it is live.
     *
     * @throws BrokerException if a record cannot be read or does not fit; names its position
     */
    static Replayed of(Journal journal, Limits limits) throws JournalException {
        for (StoredCheckpoint checkpoint : journal.checkpoints()) {
            try {
                return from(checkpoint, journal, limits);
            } catch (JournalException | RuntimeException e) {
                // a checkpoint is a shortcut: whatever is wrong with it, there is the longer way,
                // which also finds out whether it is the journal that is damaged
                LOG.log(
                        Level.WARNING,
                        "TERN0008 checkpoint "
                                + checkpoint.number()
                                + " of the journal in "
                                + journal.directory()
                                + " is not used: "
                                + e.getMessage(),
                        e);
            }
        }
        return fromStart(journal, limits);
    }

    /** Begins with one checkpoint; may throw anything if it cannot be used. */
    static Replayed from(StoredCheckpoint checkpoint, Journal journal, Limits limits)
            throws JournalException {
        Replay attempt = new Replay(journal, limits);
        attempt.from(checkpoint);
        return attempt.done(checkpoint);
    }

    /** Replays all that is retained. */
    static Replayed fromStart(Journal journal, Limits limits) throws JournalException {
        Replay attempt = new Replay(journal, limits);
        attempt.fromStart();
        return attempt.done(null);
    }

    private void from(StoredCheckpoint checkpoint) throws JournalException {
        checkpoint.read(this::restore);
        if (!ended) {
            throw new RecordFormatException("it has no end");
        }
        journal.replay(checkpoint, this::replay);
    }

    private void fromStart() throws JournalException {
        try {
            Pieces.decode(journal.startNote()).forEach(state::restore);
        } catch (RecordFormatException e) {
            throw damaged("in its start note", e);
        }
        if (journal.salvaged()) {
            // anything may be missing
            long all = Long.MAX_VALUE;
            state.restore(new Record.TrimmedUpTo(all, all, all, all, 0));
        }
        journal.replay(this::replay);
    }

    private Replayed done(@Nullable StoredCheckpoint checkpoint) {
        try {
            if (checkpoint == null && journal.salvaged()) {
                LOG.log(
                        Level.WARNING,
                        "TERN0012 the journal in {0} was salvaged; what its lost records left"
                                + " behind: {1}",
                        journal.directory(),
                        state.repair());
            } else {
                state.checkWhole();
            }
        } catch (InconsistentRecordException e) {
            throw damaged("behind its last record", e);
        }
        state.eachContent(
                content -> {
                    if (content instanceof JournaledContent journaled) {
                        journaled.count();
                    }
                });
        return new Replayed(state, checkpoint, records);
    }

    private void restore(int type, ByteBuffer payload) {
        Record record = RecordCodec.decode(type, payload, new Contents(Journal.NONE, 0));
        if (record instanceof Record.CheckpointEnded end) {
            if (end.messages() != messages) {
                throw new RecordFormatException(
                        "it holds " + messages + " messages of " + end.messages());
            }
            ended = true;
        } else {
            messages += record instanceof Record.MessageKept ? 1 : 0;
            state.restore(record);
        }
    }

    private void replay(long position, int type, ByteBuffer payload) {
        if (position <= state.trimmed().skipUpTo()) {
            return;
        }
        try {
            Record record =
                    RecordCodec.decode(type, payload, new Contents(position, payload.remaining()));
            state.replay(record);
        } catch (RecordFormatException | InconsistentRecordException e) {
            throw damaged("at position " + position, e);
        }
        if (RecordCodec.unordered(type)) {
            state.unorderedAt(position);
        }
        records++;
    }

    private BrokerException damaged(String where, RuntimeException e) {
        return new BrokerException(
                "TERN0006 the journal in "
                        + journal.directory()
                        + " is damaged "
                        + where
                        + ": "
                        + e.getMessage()
                        + "; restore the directory from a backup, or salvage it (JournalTools.salvage)",
                e);
    }

    /** Content stays where it stands. */
    private final class Contents implements RecordCodec.ContentFactory {

        private final long position;
        private final int recordBytes;

        Contents(long position, int recordBytes) {
            this.position = position;
            this.recordBytes = recordBytes;
        }

        @Override
        public Content content(ByteBuffer bytes) {
            return new JournaledContent(journal, position, recordBytes, bytes.remaining());
        }

        @Override
        public Content elsewhere(long at, int recordBytesThere, int size) {
            return new JournaledContent(journal, at, recordBytesThere, size);
        }
    }
}
