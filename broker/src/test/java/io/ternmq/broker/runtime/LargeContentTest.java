package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.DurableView;
import io.ternmq.broker.state.Limits;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents that come in parts, here of ten bytes: seen by nobody before they are whole. */
class LargeContentTest {

    private static final int PART = 10;
    private static final String TEXT = "0123456789abcdefghij01234";
    private static final Messages LARGE = Messages.of("q", TEXT);
    private static final Messages VOLATILE = LARGE.nonPersistent();

    /** A message of 40 bytes, 60 under way on a connection, 70 on all, 50 in memory. */
    private static final Limits LIMITS =
            new Limits(40, PART, 60, 70, 3, 10, 50, 9, 60, 9, 9, 9, 9, 60_000, 2, 1_000, Map.of());

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory, LIMITS);
        connect();
    }

    private void connect() throws Exception {
        client = broker.client();
        session = client.session(SessionMode.AUTO);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void crash() throws Exception {
        broker.crash();
        connect();
    }

    private int contents() {
        return FrameClient.await(broker.broker().inspect(DurableView::contents));
    }

    private List<String> drain(String queue) {
        long consumer = client.consumer(session, queue, 100);
        List<Event.Deliver> all = client.delivered(consumer);
        if (!all.isEmpty()) {
            client.acknowledge(session, Request.NO_TX, all.toArray(Event.Deliver[]::new));
        }
        client.done(id -> new Request.CloseConsumer(id, consumer, List.of()));
        return all.stream().map(Messages::text).toList();
    }

    private void limited(String limit, Result result) {
        Result.Refused refused = assertInstanceOf(Result.Refused.class, result);
        assertEquals(ErrorCode.LIMIT, refused.code());
        assertTrue(refused.reason().contains(limit), refused.reason());
    }

    private void illegal(String text, Result result) {
        Result.Refused refused = assertInstanceOf(Result.Refused.class, result);
        assertEquals(ErrorCode.ILLEGAL_STATE, refused.code());
        assertTrue(refused.reason().contains(text), refused.reason());
    }

    @Test
    void shouldDeliverWhatCameInPartsOnceItsMessageCame() {
        ContentInParts content = client.parts(session, LARGE, PART);
        assertEquals(List.of(), drain("q"));
        client.claim(session, Request.NO_TX, LARGE, content);
        assertEquals(1, contents());
        assertEquals(List.of(TEXT), drain("q"));
        assertEquals(0, contents(), "an acknowledged content is gone");
    }

    @Test
    void shouldAnswerEachPersistentPartOnlyWhenItIsDurable() {
        for (int index = 0; index < 3; index++) {
            int before = broker.journal.forces();
            assertEquals(Result.Done.DONE, client.part(session, 7, LARGE, PART, index));
            assertEquals(before + 1, broker.journal.forces());
            assertEquals(broker.journal.appendedPosition(), broker.journal.durablePosition());
        }
    }

    @Test
    void shouldReadPartsFromTheJournalAndKeepNoneInMemory() {
        long consumer = client.consumer(session, "q", 1);
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        Event.Deliver delivery = client.next();
        int before = broker.journal.reads();
        assertEquals(TEXT, Messages.text(delivery));
        assertEquals(before + 3, broker.journal.reads());
        assertEquals(TEXT.length(), delivery.content().size());
        client.acknowledge(session, Request.NO_TX, delivery);
        assertEquals(List.of(), client.texts(consumer));
    }

    @Test
    void shouldKeepMessagesThatCameInPartsOverACrash() throws Exception {
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        client.send(session, "q", "small");
        crash();
        assertEquals(1, contents());
        assertEquals(List.of(TEXT, "small"), drain("q"));
        crash();
        assertEquals(0, contents());
        assertEquals(List.of(), drain("q"));
    }

    @Test
    void shouldForgetPartsWhoseMessageDidNotComeBeforeTheCrash() throws Exception {
        client.part(session, 7, LARGE, PART, 0);
        crash();
        assertEquals(0, contents());
        client.parts(session, LARGE, PART);
        crash();
        assertEquals(0, contents());
        assertEquals(List.of(), drain("q"));
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        crash();
        assertEquals(List.of(TEXT), drain("q"));
    }

    @Test
    void shouldDropWhatWasSentWhenTheSessionOrTheConnectionEnds() throws Exception {
        client.parts(session, LARGE, PART);
        assertEquals(1, contents());
        client.done(id -> new Request.CloseSession(id, session));
        assertEquals(0, contents());
        long other = client.session(SessionMode.AUTO);
        client.part(other, 8, VOLATILE, PART, 0);
        client.close();
        connect();
        assertEquals(0, contents());
        assertEquals(List.of(), drain("q"));
    }

    @Test
    void shouldHaveOneContentOfASessionUnderWay() {
        for (int i = 0; i < 20; i++) {
            assertEquals(Result.Done.DONE, client.part(session, 100 + i, LARGE, PART, 0));
        }
        assertEquals(1, contents());
        illegal("content 100", claim(new ContentInParts(100, TEXT.length())));
    }

    private Result claim(ContentInParts content) {
        return client.claim(session, Request.NO_TX, LARGE, content);
    }

    @Test
    void shouldRefusePartsThatDoNotFitAndDropTheContent() {
        illegal("part 0 was expected", client.part(session, 1, LARGE, PART, 1));
        illegal("parts of 10", client.part(session, 2, LARGE, PART - 1, 0));
        illegal("parts of 10", client.part(session, 2, LARGE, PART + 1, 0));
        illegal("parts of 10", client.part(session, 2, Messages.of("q", "small"), PART, 0));
        client.part(session, 3, LARGE, PART, 0);
        illegal("part 1 was expected", client.part(session, 3, LARGE, PART, 0));
        assertEquals(0, contents());
        client.part(session, 4, LARGE, PART, 0);
        illegal("part 1", client.part(session, 4, VOLATILE, PART, 1));
        assertEquals(0, contents());
        client.part(session, 5, LARGE, PART, 0);
        illegal("part 1", client.part(session, 5, Messages.of("q", TEXT + "more"), PART, 1));
        assertEquals(0, contents());
        ContentInParts whole = client.parts(session, LARGE, PART);
        illegal("part 3", client.part(session, whole.contentId(), LARGE, 8, 3));
        assertEquals(0, contents());
    }

    @Test
    void shouldRefuseAMessageWhoseContentIsNotThereWhole() {
        illegal("content 7 of 25 bytes was not sent", claim(new ContentInParts(7, 25)));
        client.part(session, 8, LARGE, PART, 0);
        illegal("not to its end", claim(new ContentInParts(8, 25)));
        assertEquals(0, contents());
        ContentInParts whole = client.parts(session, LARGE, PART);
        illegal("of 24 bytes", claim(new ContentInParts(whole.contentId(), 24)));
        ContentInParts again = client.parts(session, LARGE, PART);
        illegal("was not sent", client.claim(session, Request.NO_TX, VOLATILE, again));
        assertEquals(0, contents());
        assertEquals(List.of(), drain("q"));
    }

    @Test
    void shouldDropTheContentOfAMessageThatIsRefused() {
        client.send(session, "q", "a", "b", "c");
        ContentInParts content = client.parts(session, LARGE, PART);
        limited("maxQueueDepth", claim(content));
        assertEquals(0, contents());
        illegal("was not sent", claim(content));
    }

    @Test
    void shouldRefuseATooLargeContentAtItsFirstPart() {
        Messages most = Messages.of("q", "x".repeat(40));
        client.sendInParts(session, Request.NO_TX, most, PART);
        Messages more = Messages.of("q", "x".repeat(41));
        limited("maxMessageBytes is 40", client.part(session, 9, more, PART, 0));
        assertEquals(1, contents());
        assertEquals(List.of(most.text()), drain("q"));
    }

    @Test
    void shouldLimitWhatIsUnderWayOnAConnectionAndOnAll() throws Exception {
        Messages forty = Messages.of("q", "x".repeat(40));
        client.part(session, 1, forty, PART, 0);
        long other = client.session(SessionMode.AUTO);
        limited("maxConnectionPartsBytes (60)", client.part(other, 2, LARGE, PART, 0));
        FrameClient second = broker.client();
        long third = second.session(SessionMode.AUTO);
        limited("maxPartsBytes (70)", second.part(third, 1, forty, PART, 0));
        assertEquals(Result.Done.DONE, second.part(third, 2, LARGE, PART, 0));
        assertEquals(
                Result.Done.DONE,
                client.part(session, 3, forty, PART, 0),
                "what it gives up does not count");
        client.done(id -> new Request.CloseSession(id, session));
        assertEquals(Result.Done.DONE, client.part(other, 4, forty, PART, 0));
        second.close();
    }

    @Test
    void shouldCountNonPersistentContentAgainstMemoryFromItsFirstPart() {
        Messages thirty = Messages.of("q", "x".repeat(30)).nonPersistent();
        client.part(session, 1, thirty, PART, 0);
        long other = client.session(SessionMode.AUTO);
        limited("memoryLimitBytes (50)", client.part(other, 1, VOLATILE, PART, 0));
        client.done(id -> new Request.CloseSession(id, session));
        client.sendInParts(other, Request.NO_TX, thirty, PART);
        limited("memoryLimitBytes (50)", client.part(other, 2, VOLATILE, PART, 0));
        long consumer = client.consumer(other, "q", 1);
        Event.Deliver delivery = client.delivered(consumer).get(0);
        assertEquals(thirty.text(), Messages.text(delivery));
        client.acknowledge(other, Request.NO_TX, delivery);
        assertEquals(0, contents());
        assertEquals(Result.Done.DONE, client.part(other, 3, VOLATILE, PART, 0));
        assertEquals(0, broker.journal.reads());
    }

    @Test
    void shouldCommitAndRollBackWhatCameInParts() throws Exception {
        long local = client.session(SessionMode.TRANSACTED);
        client.sendInParts(local, Request.LOCAL_TX, LARGE, PART);
        client.done(id -> new Request.Rollback(id, local));
        assertEquals(0, contents());
        client.sendInParts(local, Request.LOCAL_TX, LARGE, PART);
        client.done(id -> new Request.Commit(id, local));
        client.sendInParts(local, Request.LOCAL_TX, LARGE, PART);
        crash();
        assertEquals(1, contents());
        assertEquals(List.of(TEXT), drain("q"));
    }

    @Test
    void shouldCountItInTheBytesOfABranch() {
        long local = client.session(SessionMode.TRANSACTED);
        client.sendInParts(local, Request.LOCAL_TX, Messages.of("q", "x".repeat(40)), PART);
        ContentInParts content = client.parts(local, LARGE, PART);
        limited("maxBranchBytes (60)", client.claim(local, Request.LOCAL_TX, LARGE, content));
        assertEquals(1, contents());
        client.done(id -> new Request.Commit(id, local));
    }

    @Test
    void shouldKeepItInAPreparedBranchOverACrash() throws Exception {
        long xa = client.session(SessionMode.XA);
        XidValue xid = new XidValue(1, new byte[] {1}, new byte[0]);
        assertEquals(XA_OK, client.start(xa, xid, TMNOFLAGS));
        client.sendInParts(xa, client.tx(xa), LARGE, PART);
        assertEquals(XA_OK, client.end(xa, xid, TMSUCCESS));
        assertEquals(XA_OK, client.prepare(xid));
        crash();
        assertEquals(List.of(), drain("q"));
        assertEquals(List.of(xid), client.recover());
        assertEquals(XA_OK, client.commit(xid, false));
        assertEquals(List.of(TEXT), drain("q"));
    }

    @Test
    void shouldRedeliverItAndMoveItToTheDeadLetterQueue() throws Exception {
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        long consumer = client.consumer(session, "q", 100);
        for (int i = 1; i <= 9; i++) {
            Event.Deliver delivery = client.next();
            assertEquals(i, delivery.deliveries());
            assertEquals(TEXT, Messages.text(delivery));
            client.done(id -> new Request.Recover(id, session, List.of(delivery.deliveryId())));
        }
        client.done(id -> new Request.CloseConsumer(id, consumer, List.of()));
        assertEquals(1, contents());
        crash();
        assertEquals(List.of(), drain("q"));
        assertEquals(List.of(TEXT), drain("DLQ"));
        assertEquals(0, contents());
    }

    @Test
    void shouldForgetItWithItsQueueAndWhenItExpires() {
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        broker.admin(new Command.DeleteQueue("q"));
        assertEquals(0, contents());
        client.sendInParts(
                session, Request.NO_TX, LARGE.expiringAt(broker.clockMs.get() + 1), PART);
        broker.clockMs.addAndGet(10);
        assertEquals(List.of(), drain("q"));
        assertEquals(0, contents());
    }

    @Test
    void shouldRefuseToOpenAJournalWhereAPartIsMissing() {
        client.sendInParts(session, Request.NO_TX, LARGE, PART);
        broker.close();
        MemoryJournal whole = broker.journal;
        long parts = whole.appendedPosition() - 5;
        broker.journal = whole.without(parts + 2);
        io.ternmq.broker.BrokerException refused =
                org.junit.jupiter.api.Assertions.assertThrows(
                        io.ternmq.broker.BrokerException.class, broker::restart);
        assertTrue(refused.getMessage().contains("part"), refused.getMessage());
        broker.journal = whole;
        broker.restart();
    }

    @Test
    void shouldRefuseAPartOfASessionThatIsNotOpen() {
        illegal("session 99", client.part(99, 1, LARGE, PART, 0));
        client.tell(new Request.SendPart(0, 99, 1, true, 25, 0, Content.of(new byte[10])));
        Event.Failed failed = client.failed();
        assertEquals(99, failed.sessionId());
    }
}
