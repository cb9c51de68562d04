package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Limits;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every limit is enforced, and its message names it. */
class LimitsTest {

    private static final Limits SMALL =
            new Limits(10, 10, 10, 10, 3, 3, 15, 2, 15, 10, 2, 2, 2, 60_000, 2, 1_000, Map.of());

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory, SMALL);
        client = broker.client();
        session = client.session(SessionMode.TRANSACTED);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void limited(String name, long value, java.util.function.LongFunction<Request> call) {
        String reason = client.refused(ErrorCode.LIMIT, call);
        assertTrue(reason.contains(name), reason);
        assertTrue(reason.contains(Long.toString(value)), reason);
    }

    private Request send(long id, long from, Messages message) {
        return client.message(id, from, from == session ? Request.LOCAL_TX : 0, message);
    }

    @Test
    void shouldLimitTheSizeOfAMessage() {
        limited("maxMessageBytes", 10, id -> send(id, session, Messages.of("q", "01234567890")));
        client.done(id -> send(id, session, Messages.of("q", "0123456789")));
    }

    @Test
    void shouldLimitTheDepthOfAQueueUncommittedMessagesIncluded() {
        long auto = client.session(SessionMode.AUTO);
        client.send(auto, "q", "a", "b");
        client.send(session, Request.LOCAL_TX, Messages.of("q", "c"));
        limited("maxQueueDepth", 3, id -> send(id, auto, Messages.of("q", "d")));
    }

    @Test
    void shouldLimitQueuesHoweverTheyAreMade() {
        long auto = client.session(SessionMode.AUTO);
        client.send(auto, "a", "x");
        client.consumer(session, "b", 0);
        broker.admin(new Command.CreateQueue("c"));
        limited("maxQueues", 3, id -> send(id, auto, Messages.of("d", "x")));
        limited(
                "maxQueues",
                3,
                id ->
                        new Request.OpenConsumer(
                                id, auto, 99, DestinationName.queue("d"), null, false));
        Result.Refused refused =
                assertInstanceOf(Result.Refused.class, broker.admin(new Command.CreateQueue("d")));
        assertTrue(refused.reason().contains("maxQueues"), refused.reason());
        assertEquals(Result.Done.DONE, broker.admin(new Command.CreateQueue("c")), "kept");
        broker.admin(new Command.DeleteQueue("a"));
        client.send(auto, "d", "x");
    }

    @Test
    void shouldLimitTheMemoryOfNonPersistentMessagesAndFreeItAgain() {
        long auto = client.session(SessionMode.AUTO);
        client.send(auto, 0, Messages.of("q", "0123456789").nonPersistent());
        limited(
                "memoryLimitBytes",
                15,
                id -> send(id, auto, Messages.of("q", "012345").nonPersistent()));
        client.consumer(auto, "q", 1);
        client.acknowledge(auto, 0, client.next());
        client.send(auto, 0, Messages.of("q", "0123456789").nonPersistent());
    }

    @Test
    void shouldLimitTheRecordsOfABranch() {
        client.send(session, Request.LOCAL_TX, Messages.of("q", "a"));
        client.send(session, Request.LOCAL_TX, Messages.of("q", "b"));
        limited("maxBranchRecords", 2, id -> send(id, session, Messages.of("q", "c")));
        client.done(id -> new Request.Commit(id, session));
    }

    @Test
    void shouldLimitTheReceivesOfABranchToo() {
        long auto = client.session(SessionMode.AUTO);
        client.send(auto, "q", "a", "b", "c");
        long consumer = client.consumer(session, "q", 3);
        List<Event.Deliver> all = client.delivered(consumer);
        client.acknowledge(session, Request.LOCAL_TX, all.get(0), all.get(1));
        limited(
                "maxBranchRecords",
                2,
                id ->
                        new Request.Acknowledge(
                                id, session, Request.LOCAL_TX, List.of(all.get(2).deliveryId())));
        client.refused(ErrorCode.TRANSACTION_ROLLED_BACK, id -> new Request.Commit(id, session));
        client.tell(new Request.Credit(consumer, 3));
        assertEquals(List.of("a", "b", "c"), client.texts(consumer));
    }

    @Test
    void shouldLimitTheBytesOfABranch() {
        client.send(session, Request.LOCAL_TX, Messages.of("q", "0123456789"));
        limited("maxBranchBytes", 15, id -> send(id, session, Messages.of("q", "012345")));
    }

    @Test
    void shouldLimitConnectionsSessionsAndConsumers() throws Exception {
        client.session(SessionMode.AUTO);
        limited("maxSessions", 2, id -> new Request.OpenSession(id, 50, SessionMode.AUTO));
        client.consumer(session, "q", 0);
        client.consumer(session, "q", 0);
        limited(
                "maxConsumers",
                2,
                id ->
                        new Request.OpenConsumer(
                                id, session, 60, DestinationName.queue("q"), null, false));
        FrameClient second = broker.client();
        FrameClient third = new FrameClient(broker::connect);
        String reason =
                third.refused(ErrorCode.LIMIT, id -> new Request.Connect(id, null, null, null));
        assertTrue(reason.contains("maxConnections (2)"), reason);
        second.close();
        assertInstanceOf(
                Result.Connected.class,
                third.call(id -> new Request.Connect(id, null, null, null)));
    }

    @Test
    void shouldLimitTheTimeOfABranchByDefault() {
        long xa = client.session(SessionMode.XA);
        XidValue xid = new XidValue(1, new byte[] {1}, new byte[0]);
        assertEquals(XA_OK, client.start(xa, xid, TMNOFLAGS));
        broker.clockMs.addAndGet(60_000);
        org.awaitility.Awaitility.await()
                .until(
                        () ->
                                client.call(
                                                id ->
                                                        client.message(
                                                                id,
                                                                xa,
                                                                client.tx(xa),
                                                                Messages.of("q", "a")))
                                        instanceof Result.Refused);
    }

    @Test
    void shouldRefuseTopicsSelectorsAndDelaysByNameUntilTheyAreThere() {
        String reason =
                client.refused(
                        ErrorCode.NOT_SUPPORTED,
                        id ->
                                new Request.OpenConsumer(
                                        id,
                                        session,
                                        9,
                                        DestinationName.topic("news"),
                                        null,
                                        false));
        assertTrue(reason.contains("'news'"), reason);
        reason =
                client.refused(
                        ErrorCode.NOT_SUPPORTED,
                        id ->
                                new Request.OpenConsumer(
                                        id,
                                        session,
                                        9,
                                        DestinationName.queue("q"),
                                        "a = 1",
                                        false));
        assertTrue(reason.contains("'a = 1'"), reason);
    }

    @Test
    void shouldRefuseIllegalNamesAndLimits() {
        for (String name : List.of("", "a b", "a*", "x".repeat(256), "a\u0000")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> DestinationName.queue(name));
            assertTrue(refused.getMessage().contains("destination name"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Limits.defaults().withMaxDeliveries(0));
    }

    @Test
    void shouldAskForCredentialsOnceThereAreUsers() throws Exception {
        broker.close();
        broker = new TestBroker(directory, Limits.defaults().withUsers(Map.of("anna", "secret")));
        FrameClient stranger = new FrameClient(broker::connect);
        String missing =
                stranger.refused(
                        ErrorCode.SECURITY, id -> new Request.Connect(id, null, null, null));
        assertTrue(missing.contains("user name and a password"), missing);
        for (String password : new String[] {"wrong", "", null}) {
            String wrong =
                    stranger.refused(
                            ErrorCode.SECURITY,
                            id -> new Request.Connect(id, "anna", password, null));
            assertTrue(wrong.contains("'anna'"), wrong);
            assertTrue(!wrong.contains("secret"), wrong);
        }
        assertInstanceOf(
                Result.Connected.class,
                stranger.call(id -> new Request.Connect(id, "anna", "secret", "me")));
        FrameClient second = new FrameClient(broker::connect);
        String taken =
                second.refused(
                        ErrorCode.INVALID_CLIENT_ID,
                        id -> new Request.Connect(id, "anna", "secret", "me"));
        assertTrue(taken.contains("'me'"), taken);
        stranger.close();
        assertInstanceOf(
                Result.Connected.class,
                second.call(id -> new Request.Connect(id, "anna", "secret", "me")));
    }
}
