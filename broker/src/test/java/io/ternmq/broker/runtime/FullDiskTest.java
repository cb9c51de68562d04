package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.DurableView;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Space;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the disk is full nothing new comes in, and everything that ends something goes on. */
class FullDiskTest {

    private static final int PART = 10;
    private static final Messages LARGE = Messages.of("q", "0123456789abcdefghij01234");

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory, Limits.defaults().withMaxPartBytes(PART));
        client = broker.client();
        session = client.session(SessionMode.AUTO);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void full(Result result) {
        Result.Refused refused = assertInstanceOf(Result.Refused.class, result);
        assertEquals(ErrorCode.NO_SPACE, refused.code());
        assertTrue(
                refused.reason().contains("data directory " + broker.journal.directory() + " "),
                refused.reason());
        assertTrue(refused.reason().contains("free space"), refused.reason());
    }

    private Result send(long from, long tx, Messages message) {
        return client.call(id -> client.message(id, from, tx, message));
    }

    @Test
    void shouldRefusePersistentSendsUntilThereIsSpaceAgain() {
        client.send(session, "q", "before");
        broker.journal.space(Space.RESERVE_ONLY);
        long records = broker.journal.appendedPosition();
        full(send(session, Request.NO_TX, Messages.of("q", "refused")));
        full(send(session, Request.NO_TX, Messages.of("new", "refused")));
        assertEquals(records, broker.journal.appendedPosition());
        client.send(session, Request.NO_TX, Messages.of("q", "volatile").nonPersistent());
        broker.journal.space(Space.PLENTY);
        client.send(session, "q", "after");
        long consumer = client.consumer(session, "q", 9);
        assertEquals(List.of("before", "volatile", "after"), client.texts(consumer));
    }

    @Test
    void shouldRefusePartsAndTheMessageThatWouldClaimThem() {
        ContentInParts content = client.parts(session, LARGE, PART);
        long other = client.session(SessionMode.AUTO);
        client.part(other, 1, LARGE, PART, 0);
        broker.journal.space(Space.RESERVE_ONLY);
        full(client.part(other, 1, LARGE, PART, 1));
        full(client.claim(session, Request.NO_TX, LARGE, content));
        full(client.part(session, 9, LARGE, PART, 0));
        assertEquals(0, FrameClient.await(broker.broker().inspect(DurableView::contents)));
        client.sendInParts(session, Request.NO_TX, LARGE.nonPersistent(), PART);
        broker.journal.space(Space.PLENTY);
        client.sendInParts(other, Request.NO_TX, LARGE, PART);
        long consumer = client.consumer(session, "q", 9);
        assertEquals(List.of(LARGE.text(), LARGE.text()), client.texts(consumer));
    }

    @Test
    void shouldEndTransactionsButTakeNothingNewIntoThem() throws Exception {
        long local = client.session(SessionMode.TRANSACTED);
        client.send(local, Request.LOCAL_TX, Messages.of("q", "local"));
        long undone = client.session(SessionMode.TRANSACTED);
        client.send(undone, Request.LOCAL_TX, Messages.of("q", "undone"));
        long xa = client.session(SessionMode.XA);
        XidValue xid = new XidValue(1, new byte[] {1}, new byte[0]);
        assertEquals(XA_OK, client.start(xa, xid, TMNOFLAGS));
        client.send(xa, client.tx(xa), Messages.of("q", "branch"));
        broker.journal.space(Space.RESERVE_ONLY);
        full(send(local, Request.LOCAL_TX, Messages.of("q", "refused")));
        full(send(xa, client.tx(xa), Messages.of("q", "refused")));
        client.done(id -> new Request.Commit(id, local));
        client.done(id -> new Request.Rollback(id, undone));
        assertEquals(XA_OK, client.end(xa, xid, TMSUCCESS));
        assertEquals(XA_OK, client.prepare(xid));
        assertEquals(XA_OK, client.commit(xid, false));
        broker.crash();
        client = broker.client();
        session = client.session(SessionMode.CLIENT);
        long consumer = client.consumer(session, "q", 9);
        List<Event.Deliver> all = client.delivered(consumer);
        assertEquals(List.of("local", "branch"), all.stream().map(Messages::text).toList());
    }

    @Test
    void shouldDeliverAndTakeAcknowledgementsWhileItIsFullAndAfterACrash() throws Exception {
        client.send(session, "q", "a", "b", "c");
        broker.journal.space(Space.RESERVE_ONLY);
        long consumer = client.consumer(session, "q", 2);
        List<Event.Deliver> two = client.delivered(consumer);
        client.acknowledge(session, Request.NO_TX, two.get(0));
        broker.crash();
        broker.journal.space(Space.RESERVE_ONLY);
        client = broker.client();
        session = client.session(SessionMode.AUTO);
        full(send(session, Request.NO_TX, Messages.of("q", "refused")));
        long again = client.consumer(session, "q", 9);
        List<Event.Deliver> left = client.delivered(again);
        assertEquals(List.of("b", "c"), left.stream().map(Messages::text).toList());
        client.acknowledge(session, Request.NO_TX, left.toArray(Event.Deliver[]::new));
        broker.journal.space(Space.PLENTY);
        client.send(session, "q", "d");
        assertEquals(List.of("d"), client.texts(again));
    }

    @Test
    void shouldTakeSendsThoughTheDiskWasFullWhenItOpened() throws Exception {
        broker.close();
        AtomicReference<Space> space = new AtomicReference<>(Space.RESERVE_ONLY);
        broker =
                new TestBroker(
                        directory,
                        Limits.defaults(),
                        journal ->
                                new ForwardingJournal(journal) {
                                    @Override
                                    public Space space() {
                                        return space.get();
                                    }
                                });
        space.set(Space.PLENTY);
        client = broker.client();
        session = client.session(SessionMode.AUTO);
        client.send(session, "q", "a");
        space.set(Space.RESERVE_ONLY);
        full(send(session, Request.NO_TX, Messages.of("q", "refused")));
        space.set(Space.PLENTY);
        client.send(session, "q", "b");
        long consumer = client.consumer(session, "q", 9);
        assertEquals(List.of("a", "b"), client.texts(consumer));
    }
}
