package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.RecordFormatException;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.InconsistentRecordException;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;

/** Rebuilds the state from the journal: the same apply as live, record by record. */
final class Replay {

    private Replay() {}

    /**
     * Replays the whole journal.
     *
     * @return how many records there were
     * @throws BrokerException if a record cannot be read or does not fit; names its position
     */
    static long into(BrokerState state, Journal journal) throws JournalException {
        long[] count = new long[1];
        journal.replay(
                (position, type, payload) -> {
                    try {
                        Record record =
                                RecordCodec.decode(
                                        type,
                                        payload,
                                        rest ->
                                                new JournaledContent(
                                                        journal, position, rest.remaining()));
                        state.replay(record);
                    } catch (RecordFormatException | InconsistentRecordException e) {
                        throw new BrokerException(
                                "TERN0006 the journal in "
                                        + journal.directory()
                                        + " is damaged at position "
                                        + position
                                        + ": "
                                        + e.getMessage()
                                        + "; restore the directory from a backup",
                                e);
                    }
                    count[0]++;
                });
        return count[0];
    }
}
