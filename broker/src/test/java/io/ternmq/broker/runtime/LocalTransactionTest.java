package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Command;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local transactions over frames. */
class LocalTransactionTest {

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory);
        client = broker.client();
        session = client.session(SessionMode.TRANSACTED);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void put(String... texts) throws Exception {
        FrameClient other = broker.client();
        other.send(other.session(SessionMode.AUTO), "q", texts);
        other.disconnect();
    }

    @Test
    void shouldShowSendsInTheirOrderAtCommit() throws Exception {
        long consumer = client.consumer(session, "q", 10);
        client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "b").nonPersistent());
        put("between");
        assertEquals(List.of("between"), client.texts(consumer));
        client.done(id -> new Request.Commit(id, session));
        assertEquals(List.of("a", "b"), client.texts(consumer));
    }

    @Test
    void shouldGiveReceivesBackInTheirOldPlaceCountedAndDropSendsAtRollback() throws Exception {
        put("a", "b", "c");
        long consumer = client.consumer(session, "q", 2);
        List<Event.Deliver> first = client.delivered(consumer);
        client.acknowledge(session, Request.LOCAL_TX, first.get(0));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "never"));
        client.done(id -> new Request.Rollback(id, session));
        client.tell(new Request.Credit(consumer, 10));
        List<Event.Deliver> again = client.delivered(consumer);
        assertEquals(List.of("a", "b", "c"), again.stream().map(Messages::text).toList());
        assertEquals(List.of(2, 1, 1), again.stream().map(Event.Deliver::deliveries).toList());
    }

    @Test
    void shouldNotCommitAfterAnAcknowledgementOfWhatIsNotOpen() {
        client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
        client.refused(
                ErrorCode.ILLEGAL_STATE,
                id -> new Request.Acknowledge(id, session, Request.LOCAL_TX, List.of(99L)));
        String reason =
                client.refused(
                        ErrorCode.TRANSACTION_ROLLED_BACK, id -> new Request.Commit(id, session));
        assertTrue(reason.contains("delivery 99"), reason);
    }

    @Test
    void shouldNotCommitIfTheFirstWorkIsAnAcknowledgementOfWhatIsNotOpen() {
        client.refused(
                ErrorCode.ILLEGAL_STATE,
                id -> new Request.Acknowledge(id, session, Request.LOCAL_TX, List.of(99L)));
        client.refused(
                ErrorCode.TRANSACTION_ROLLED_BACK,
                id -> client.message(id, session, Request.LOCAL_TX, Messages.of("q", "a")));
        client.refused(ErrorCode.TRANSACTION_ROLLED_BACK, id -> new Request.Commit(id, session));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "b"));
        client.done(id -> new Request.Commit(id, session));
        assertEquals(List.of("b"), client.texts(client.consumer(session, "q", 10)));
    }

    @Test
    void shouldRollBackIfAQueueOfItWasDeleted() {
        client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
        client.send(session, Request.LOCAL_TX, Messages.of("other", "b"));
        broker.admin(new Command.DeleteQueue("q"));
        String reason =
                client.refused(
                        ErrorCode.TRANSACTION_ROLLED_BACK, id -> new Request.Commit(id, session));
        assertTrue(reason.contains("queue 'q' was deleted"), reason);
        assertEquals(List.of(), client.texts(client.consumer(session, "other", 5)));
    }

    @Test
    void shouldRollBackWhenItsConnectionOrSessionEnds() throws Exception {
        put("a");
        long consumer = client.consumer(session, "q", 1);
        client.acknowledge(session, Request.LOCAL_TX, client.delivered(consumer).get(0));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "never"));
        client.close();
        FrameClient other = broker.client();
        long next = other.session(SessionMode.TRANSACTED);
        long reader = other.consumer(next, "q", 5);
        Event.Deliver again = other.next();
        assertEquals(2, again.deliveries());
        other.acknowledge(next, Request.LOCAL_TX, again);
        other.done(id -> new Request.CloseConsumer(id, reader, List.of()));
        other.done(id -> new Request.CloseSession(id, next));
        long last = other.session(SessionMode.AUTO);
        other.consumer(last, "q", 5);
        assertEquals(3, other.next().deliveries());
        assertEquals(0, other.deliveries.size());
    }

    @Test
    void shouldPresumeAbortAfterACrashAndCountTheReceive() throws Exception {
        put("a");
        long consumer = client.consumer(session, "q", 1);
        client.acknowledge(session, Request.LOCAL_TX, client.delivered(consumer).get(0));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "never"));
        put("forces what came before");
        broker.crash();
        FrameClient after = broker.client();
        long reader = after.consumer(after.session(SessionMode.AUTO), "q", 9);
        List<Event.Deliver> found = after.delivered(reader);
        assertEquals(
                List.of("a", "forces what came before"),
                found.stream().map(Messages::text).toList());
        assertEquals(List.of(2, 1), found.stream().map(Event.Deliver::deliveries).toList());
    }
}
