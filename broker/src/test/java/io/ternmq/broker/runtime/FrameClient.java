package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.xa.XidValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import javax.transaction.xa.XAResource;

/** A client that speaks frames: requests are futures, deliveries stand in a queue. Threadsafe. */
final class FrameClient implements EventHandler, AutoCloseable {

    private static final long PATIENCE_S = 20;

    /** Connects a handler to a broker. */
    interface Connector {
        Transport connect(EventHandler handler) throws TransportException;
    }

    final BlockingQueue<Event.Deliver> deliveries = new LinkedBlockingQueue<>();
    final BlockingQueue<Event.Failed> failures = new LinkedBlockingQueue<>();
    final CompletableFuture<String> lost = new CompletableFuture<>();

    /** Everything that came, in its order. */
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private final Map<Long, CompletableFuture<Result>> replies = new ConcurrentHashMap<>();
    private final Map<Long, Long> branches = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong lastMessage = new AtomicLong();
    private final Transport transport;

    FrameClient(Connector connector) throws TransportException {
        transport = connector.connect(this);
    }

    /** A client whose connection stands. */
    static FrameClient connected(Connector connector) throws TransportException {
        FrameClient client = new FrameClient(connector);
        assertInstanceOf(
                Result.Connected.class,
                client.call(id -> new Request.Connect(id, null, null, null)));
        return client;
    }

    @Override
    public void onEvent(Event event) {
        events.add(event);
        if (event instanceof Event.Reply reply) {
            replies.remove(reply.requestId()).complete(reply.result());
        } else if (event instanceof Event.Deliver delivery) {
            deliveries.add(delivery);
        } else if (event instanceof Event.Failed failed) {
            failures.add(failed);
        } else if (event instanceof Event.Lost gone) {
            lost.complete(gone.reason());
        }
    }

    CompletableFuture<Result> request(LongFunction<Request> request) {
        long id = lastId.incrementAndGet();
        CompletableFuture<Result> reply = new CompletableFuture<>();
        replies.put(id, reply);
        tell(request.apply(id));
        return reply;
    }

    void tell(Request request) {
        try {
            transport.send(request);
        } catch (TransportException e) {
            throw new IllegalStateException(e);
        }
    }

    Transport transport() {
        return transport;
    }

    /** Waits for the answer; this thread may run the broker's loop meanwhile. */
    Result call(LongFunction<Request> request) {
        long id = lastId.incrementAndGet();
        CompletableFuture<Result> reply = new CompletableFuture<>();
        replies.put(id, reply);
        try {
            transport.call(request.apply(id));
        } catch (TransportException e) {
            throw new IllegalStateException(e);
        }
        return await(reply);
    }

    /** Calls what must succeed. */
    void done(LongFunction<Request> request) {
        assertEquals(Result.Done.DONE, call(request));
    }

    /** Calls what must be refused; returns the reason. */
    String refused(ErrorCode code, LongFunction<Request> request) {
        Result.Refused refused = assertInstanceOf(Result.Refused.class, call(request));
        assertEquals(code, refused.code(), refused.reason());
        return refused.reason();
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    long session(SessionMode mode) {
        long session = lastId.incrementAndGet();
        done(id -> new Request.OpenSession(id, session, mode));
        return session;
    }

    long consumer(long session, String queue, int credit) {
        long consumer = lastId.incrementAndGet();
        done(
                id ->
                        new Request.OpenConsumer(
                                id, session, consumer, DestinationName.queue(queue), null, false));
        if (credit > 0) {
            tell(new Request.Credit(consumer, credit));
        }
        return consumer;
    }

    /** The transaction number for frames of the session's branch. */
    long tx(long session) {
        return branches.getOrDefault(session, Request.NO_TX);
    }

    Request.Send message(long id, long session, long tx, Messages message) {
        return new Request.Send(
                id,
                session,
                tx,
                message.envelope("ID:" + lastMessage.incrementAndGet()),
                Content.of(message.text().getBytes(StandardCharsets.UTF_8)));
    }

    void send(long session, long tx, Messages message) {
        done(id -> message(id, session, tx, message));
    }

    /** Sends one part of a text, and returns what came of it. */
    Result part(long session, long contentId, Messages message, int partBytes, int index) {
        byte[] bytes = message.text().getBytes(StandardCharsets.UTF_8);
        int from = index * partBytes;
        byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + partBytes));
        return call(
                id ->
                        new Request.SendPart(
                                id,
                                session,
                                contentId,
                                message.persistent(),
                                bytes.length,
                                index,
                                Content.of(part)));
    }

    /** Sends all parts of a text and returns the number of its content. */
    ContentInParts parts(long session, Messages message, int partBytes) {
        long contentId = lastId.incrementAndGet();
        int size = message.text().getBytes(StandardCharsets.UTF_8).length;
        for (int index = 0; index * partBytes < size; index++) {
            assertEquals(Result.Done.DONE, part(session, contentId, message, partBytes, index));
        }
        return new ContentInParts(contentId, size);
    }

    /** Sends the message whose parts went ahead, and returns what came of it. */
    Result claim(long session, long tx, Messages message, ContentInParts content) {
        return call(
                id ->
                        new Request.Send(
                                id,
                                session,
                                tx,
                                message.envelope("ID:" + lastMessage.incrementAndGet()),
                                content));
    }

    /** Sends a message in parts. */
    void sendInParts(long session, long tx, Messages message, int partBytes) {
        assertEquals(
                Result.Done.DONE, claim(session, tx, message, parts(session, message, partBytes)));
    }

    void send(long session, String queue, String... texts) {
        for (String text : texts) {
            send(session, Request.NO_TX, Messages.of(queue, text));
        }
    }

    Event.Deliver next() {
        try {
            Event.Deliver delivery = deliveries.poll(PATIENCE_S, TimeUnit.SECONDS);
            return assertNotNullDelivery(delivery);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next refusal of a frame that nobody waits for. */
    Event.Failed failed() {
        try {
            Event.Failed failed = failures.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertNotNull(failed, "no refusal came");
            return failed;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Event.Deliver assertNotNullDelivery(Event.Deliver delivery) {
        assertNotNull(delivery, "no delivery came");
        return delivery;
    }

    /** What is delivered to the consumer up to now: its pull is a barrier. */
    List<Event.Deliver> delivered(long consumer) {
        done(id -> new Request.Pull(id, consumer));
        List<Event.Deliver> all = new java.util.ArrayList<>();
        deliveries.drainTo(all);
        return all;
    }

    List<String> texts(long consumer) {
        return delivered(consumer).stream().map(Messages::text).toList();
    }

    void acknowledge(long session, long tx, Event.Deliver... deliveries) {
        List<Long> ids = Arrays.stream(deliveries).map(Event.Deliver::deliveryId).toList();
        done(id -> new Request.Acknowledge(id, session, tx, ids));
    }

    /** XAResource's codes: 0 or a vote, else the error. */
    int xa(LongFunction<Request> request) {
        Result result = call(request);
        if (result instanceof Result.XaRefused refused) {
            return refused.errorCode();
        }
        if (result instanceof Result.Voted voted) {
            return voted.vote();
        }
        assertEquals(Result.Done.DONE, result);
        return XAResource.XA_OK;
    }

    int start(long session, XidValue xid, int flags) {
        Result result = call(id -> new Request.XaStart(id, session, xid, flags));
        if (result instanceof Result.Started started) {
            branches.put(session, started.tx());
            return XAResource.XA_OK;
        }
        return assertInstanceOf(Result.XaRefused.class, result).errorCode();
    }

    int end(long session, XidValue xid, int flags) {
        return xa(id -> new Request.XaEnd(id, session, xid, flags));
    }

    int prepare(XidValue xid) {
        return xa(id -> new Request.XaPrepare(id, xid));
    }

    int commit(XidValue xid, boolean onePhase) {
        return xa(id -> new Request.XaCommit(id, xid, onePhase));
    }

    int rollback(XidValue xid) {
        return xa(id -> new Request.XaRollback(id, xid));
    }

    int forget(XidValue xid) {
        return xa(id -> new Request.XaForget(id, xid));
    }

    List<XidValue> recover() {
        return assertInstanceOf(Result.Branches.class, call(Request.XaRecover::new)).xids();
    }

    void disconnect() {
        done(Request.Disconnect::new);
        close();
    }

    /** The connection is lost, unless it was disconnected. */
    @Override
    public void close() {
        transport.close();
    }
}
