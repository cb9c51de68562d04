package io.ternmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.record.Record;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replay makes of references to records that are gone. */
class TrimmedReplayTest {

    private static final XidValue XID = new XidValue(7, new byte[] {1}, new byte[] {1});
    private static final Envelope ENVELOPE =
            new Envelope("ID:1", DestinationName.queue("q"), true, 4, 1, 0, 1, null, null);

    private final List<Content> released = new ArrayList<>();
    private BrokerState state;

    @BeforeEach
    void trim() {
        state = new BrokerState(UUID.randomUUID(), Limits.defaults(), released::add);
        state.restore(new Record.TrimmedUpTo(10, 3, 5, 2, 0));
        state.restore(new Record.QueueCreated(3, "q"));
    }

    private String refused(Record record) {
        return assertThrows(InconsistentRecordException.class, () -> state.replay(record))
                .getMessage();
    }

    private static Record.MessageKept kept(long messageNo, Content content) {
        return new Record.MessageKept(
                3, messageNo, messageNo, Record.Standing.READY, 0, 4, 1, null, ENVELOPE, content);
    }

    @Test
    void shouldRefuseWhatIsUnknownAndAboveWhatWasTrimmed() {
        assertTrue(refused(new Record.MessageCounted(3, 11, 1)).contains("no message 11"));
        assertTrue(refused(new Record.MessageAcknowledged(0, 4, 1, 1)).contains("no queue 4"));
        assertTrue(refused(kept(11, Content.of(new byte[1]))).contains("no message 11"));
        assertTrue(refused(new Record.BranchCommitted(6, XID, 1, 1, true)).contains("UNKNOWN"));
        assertTrue(refused(new Record.BranchForgotten(6, XID)).contains("UNKNOWN"));
        assertTrue(refused(new Record.BranchPrepared(6, XID, 1, 1)).contains("holds 0"));
        assertTrue(
                refused(new Record.ContentPart(3, 2, 8, 1, Content.of(new byte[4])))
                        .contains("part 1"));
    }

    @Test
    void shouldCallAReferenceDamageThatNothingFillsOrEnds() {
        state.replay(new Record.MessageCounted(3, 7, 2));
        String missing =
                assertThrows(InconsistentRecordException.class, state::checkWhole).getMessage();
        assertTrue(missing.contains("message 7"), missing);
        state.replay(kept(7, Content.of(new byte[1])));
        state.checkWhole();
        state.replay(new Record.MessageAcknowledged(0, 2, 8, 1));
        missing = assertThrows(InconsistentRecordException.class, state::checkWhole).getMessage();
        assertTrue(missing.contains("queue 2"), missing);
        state.replay(new Record.QueueDeleted(2));
        state.checkWhole();
        assertEquals(1L, state.queueDepths().get("q"));
    }

    @Test
    void shouldCallAPreparedBranchDamageThatIsNotWhole() {
        state.replay(new Record.BranchPrepared(5, XID, 1, 1));
        String missing =
                assertThrows(InconsistentRecordException.class, state::checkWhole).getMessage();
        assertTrue(missing.contains("with 1 records; the journal holds 0"), missing);
        state.replay(
                new Record.MessageKept(
                        3,
                        7,
                        7,
                        Record.Standing.CONSUMED,
                        5,
                        4,
                        1,
                        null,
                        ENVELOPE,
                        Content.of(new byte[1])));
        state.checkWhole();
    }

    @Test
    void shouldReleaseTheContentThatALaterPlaceReplaced() {
        Content first = Content.of(new byte[1]);
        Content second = Content.of(new byte[1]);
        state.replay(kept(7, first));
        state.replay(kept(7, second));
        state.replay(new Record.MessageAcknowledged(0, 3, 7, 1));
        assertEquals(1, released.size());
        assertSame(second, released.get(0));
    }
}
