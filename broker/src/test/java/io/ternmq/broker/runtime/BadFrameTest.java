package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Command;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is wrong gets an answer that says so, and harms nobody else. */
class BadFrameTest {

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory);
        client = broker.client();
        session = client.session(SessionMode.CLIENT);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void shouldSurviveADeliveryThatIsAcknowledgedTwiceInOneFrame() {
        long consumer = client.consumer(session, "q", 10);
        client.send(session, "q", "a", "b");
        Event.Deliver a = client.next();
        client.acknowledge(session, Request.NO_TX, a, a);
        client.acknowledge(session, Request.NO_TX, client.next());
        assertEquals(List.of(), client.texts(consumer));
        assertEquals(
                java.util.Map.of("q", 0L),
                FrameClient.await(
                        broker.broker().inspect(io.ternmq.broker.state.BrokerState::queueDepths)));
    }

    @Test
    void shouldRefuseAConsumerIdThatIsTaken() {
        long consumer = client.consumer(session, "q", 1);
        String reason =
                client.refused(
                        ErrorCode.ILLEGAL_STATE,
                        id ->
                                new Request.OpenConsumer(
                                        id,
                                        session,
                                        consumer,
                                        DestinationName.queue("q"),
                                        null,
                                        false));
        assertTrue(reason.contains("consumer " + consumer), reason);
        client.send(session, "q", "a", "b");
        assertEquals(List.of("a"), client.texts(consumer));
    }

    @Test
    void shouldNotTurnMuchCreditIntoNone() {
        long consumer = client.consumer(session, "q", Integer.MAX_VALUE);
        client.tell(new Request.Credit(consumer, Integer.MAX_VALUE));
        client.send(session, "q", "a", "b");
        assertEquals(List.of("a", "b"), client.texts(consumer));
    }

    @Test
    void shouldRefuseCreditThatIsNotPositive() {
        long consumer = client.consumer(session, "q", 0);
        client.tell(new Request.Credit(consumer, 0));
        assertEquals(List.of(), client.texts(consumer));
        assertTrue(client.failures.element().reason().contains("credit is 0"));
    }

    @Test
    void shouldRefuseASecondClientIdAndFreeTheFirstWithTheConnection() throws Exception {
        client.done(id -> new Request.SetClientId(id, "first"));
        String reason =
                client.refused(
                        ErrorCode.ILLEGAL_STATE, id -> new Request.SetClientId(id, "second"));
        assertTrue(reason.contains("'first'"), reason);
        client.disconnect();
        FrameClient other = broker.client();
        other.done(id -> new Request.SetClientId(id, "first"));
    }

    @Test
    void shouldRefuseAMessageWhoseHeadersMakeItTooLargeForTheJournal() {
        Envelope envelope =
                new Envelope(
                        "ID:1",
                        DestinationName.queue("q"),
                        true,
                        4,
                        1,
                        0,
                        1,
                        "g".repeat(2_500_000),
                        null);
        String reason =
                client.refused(
                        ErrorCode.LIMIT,
                        id ->
                                new Request.Send(
                                        id,
                                        session,
                                        Request.NO_TX,
                                        envelope,
                                        Content.of(new byte[10])));
        assertTrue(reason.contains("maxHeaderChars (65536)"), reason);
        client.send(session, "q", "small");
    }

    @Test
    void shouldTakeAContentOfExactlyTheLimitOfAFrameAndNotOfOneByteMore() {
        long consumer = client.consumer(session, "q", 1);
        client.done(
                id ->
                        new Request.Send(
                                id,
                                session,
                                Request.NO_TX,
                                Messages.of("q", "").envelope("ID:1"),
                                Content.of(new byte[1 << 20])));
        assertEquals(1, client.delivered(consumer).size());
        String reason =
                client.refused(
                        ErrorCode.LIMIT,
                        id ->
                                new Request.Send(
                                        id,
                                        session,
                                        Request.NO_TX,
                                        Messages.of("q", "").envelope("ID:2"),
                                        Content.of(new byte[(1 << 20) + 1])));
        assertTrue(reason.contains("maxPartBytes is 1048576"), reason);
    }

    @Test
    void shouldRefuseWorkOfASessionThatIsNotOpen() {
        long none = 77;
        String reason =
                client.refused(
                        ErrorCode.ILLEGAL_STATE,
                        id -> client.message(id, none, Request.NO_TX, Messages.of("q", "a")));
        assertTrue(reason.contains("77"), reason);
        client.refused(ErrorCode.ILLEGAL_STATE, id -> new Request.Commit(id, session));
        client.refused(ErrorCode.ILLEGAL_STATE, id -> new Request.Pull(id, 99));
        client.refused(
                ErrorCode.ILLEGAL_STATE,
                id -> new Request.OpenSession(id, session, SessionMode.AUTO));
        client.refused(ErrorCode.ILLEGAL_STATE, id -> new Request.Connect(id, null, null, null));
    }

    @Test
    void shouldRefuseEverythingBeforeConnect() throws Exception {
        FrameClient stranger = new FrameClient(broker::connect);
        stranger.refused(
                ErrorCode.ILLEGAL_STATE, id -> new Request.OpenSession(id, 1, SessionMode.AUTO));
        stranger.refused(ErrorCode.ILLEGAL_STATE, Request.XaRecover::new);
    }

    @Test
    void shouldTellAboutARefusedFrameThatNobodyWaitsFor() throws Exception {
        client.tell(client.message(0, session, Request.LOCAL_TX, Messages.of("q", "a")));
        Event.Failed failed = client.failures.poll(10, java.util.concurrent.TimeUnit.SECONDS);
        assertEquals(session, failed.sessionId());
        assertTrue(failed.reason().contains("no local transaction"), failed.reason());
    }

    @Test
    void shouldForgetConsumersOfADeletedQueueThatWereClosed() {
        for (int i = 0; i < 3; i++) {
            long consumer = client.consumer(session, "q" + i, 1);
            broker.admin(new Command.DeleteQueue("q" + i));
            client.done(id -> new Request.CloseConsumer(id, consumer, List.of()));
        }
        client.send(session, "q0", "a");
        long next = client.consumer(session, "q0", 1);
        assertEquals(List.of("a"), client.texts(next));
    }

    @Test
    void shouldServeAConsumerWhoseQueueWasDeletedOnceTheQueueIsBack() {
        long consumer = client.consumer(session, "q", 5);
        broker.admin(new Command.DeleteQueue("q"));
        client.send(session, "q", "a");
        assertEquals(List.of("a"), client.texts(consumer));
    }
}
