package io.ternmq.jms;

import io.ternmq.wire.BrokerUrl;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.Transports;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One transport and what is under way on it: sends frames, completes pending requests, puts
 * deliveries into the buffers of their consumers.
 *
 * <p>Threadsafe. Events come on the thread that runs the broker and never block it. When the
 * transport is lost every pending and later request fails, and {@code onLost} is called once.
 */
final class Link implements EventHandler {

    private static final Logger LOG = System.getLogger(Link.class.getName());

    private final AtomicLong requestIds = new AtomicLong();
    private final AtomicLong otherIds = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<Long, ConsumerBuffer> buffers = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private Consumer<String> onLost = reason -> {};
    private volatile @Nullable String lost;
    private volatile @Nullable Transport transport;
    private volatile Result.@Nullable Connected connected;

    private Link() {}

    /**
     * Connects.
     *
     * @throws JMSException if the URL is wrong, no broker can be reached, or it refuses
     */
    static Link open(
            String url, @Nullable String user, @Nullable String password, @Nullable String clientId)
            throws JMSException {
        Link link = new Link();
        try {
            BrokerUrl parsed = BrokerUrl.parse(url);
            link.transport =
                    Transports.provider(parsed.scheme(), Link.class.getClassLoader())
                            .connect(parsed, link);
        } catch (TransportException | IllegalArgumentException e) {
            throw Failures.caused(
                    new JMSException(e.getMessage(), ErrorCode.UNAVAILABLE.name()), e);
        }
        boolean open = false;
        try {
            link.connected =
                    (Result.Connected)
                            link.call(id -> new Request.Connect(id, user, password, clientId));
            open = true;
            return link;
        } finally {
            if (!open) {
                link.letGo();
            }
        }
    }

    Result.Connected connected() {
        Result.Connected answer = connected;
        if (answer == null) {
            throw new IllegalStateException("not connected");
        }
        return answer;
    }

    /**
     * What is told once when the link is lost without {@link #disconnect}, or is lost already; must
     * not block.
     */
    void onLost(Consumer<String> action) {
        String reason;
        synchronized (pending) {
            onLost = action;
            reason = lost;
        }
        if (reason != null && !ended.get()) {
            action.accept(reason);
        }
    }

    boolean isAlive() {
        return lost == null && !ended.get();
    }

    /** An id for a session or a consumer. */
    long nextId() {
        return otherIds.incrementAndGet();
    }

    void register(long consumerId, ConsumerBuffer buffer) {
        buffers.put(consumerId, buffer);
    }

    void unregister(long consumerId) {
        buffers.remove(consumerId);
    }

    /** Sends a request and waits for its result. */
    Result call(LongFunction<Request> request) throws JMSException {
        return beginCall(request).await();
    }

    /** Sends a request; the reply is awaited later, by whoever wants it. */
    Pending begin(LongFunction<Request> request) throws JMSException {
        return begin(request, () -> {}, false);
    }

    /** Sends a request whose reply the calling thread awaits next. */
    Pending beginCall(LongFunction<Request> request) throws JMSException {
        return begin(request, () -> {}, true);
    }

    /** The same; {@code onReply} runs in the order of events, and must not block. */
    Pending beginCall(LongFunction<Request> request, Runnable onReply) throws JMSException {
        return begin(request, onReply, true);
    }

    private Pending begin(LongFunction<Request> request, Runnable onReply, boolean waits)
            throws JMSException {
        long id = requestIds.incrementAndGet();
        Pending reply = new Pending(onReply);
        pending.put(id, reply);
        try {
            post(request.apply(id), waits);
        } catch (JMSException | RuntimeException e) {
            pending.remove(id);
            throw e;
        }
        String reason = lost;
        if (reason != null && pending.remove(id) != null) {
            reply.fail(reason);
        }
        return reply;
    }

    /** Sends a frame that has no reply. */
    void post(Request request) throws JMSException {
        post(request, false);
    }

    private void post(Request request, boolean waits) throws JMSException {
        checkAlive();
        Transport carrier = transport;
        if (carrier == null) {
            throw new IllegalStateException("not connected");
        }
        try {
            if (waits) {
                carrier.call(request);
            } else {
                carrier.send(request);
            }
        } catch (TransportException e) {
            lose(e.getMessage());
            throw Failures.caused(gone(e.getMessage()), e);
        }
    }

    void checkAlive() throws JMSException {
        String reason = lost;
        if (reason != null) {
            throw gone(reason);
        }
    }

    private static JMSException gone(@Nullable String reason) {
        return new JMSException(
                "the connection to the broker was lost: " + reason + "; make a new connection",
                ErrorCode.UNAVAILABLE.name());
    }

    /** The orderly end; waits until the broker has closed its side. */
    void disconnect() throws JMSException {
        if (lost != null) {
            letGo();
            return;
        }
        try {
            Pending reply = beginCall(Request.Disconnect::new);
            ended.set(true);
            reply.await();
        } finally {
            letGo();
        }
    }

    private void letGo() {
        ended.set(true);
        Transport carrier = transport;
        if (carrier != null) {
            carrier.close();
        }
        lose("it was closed");
    }

    @Override
    public void onEvent(Event event) {
        if (event instanceof Event.Deliver deliver) {
            ConsumerBuffer buffer = buffers.get(deliver.consumerId());
            // One that was closed in the meantime: the broker takes its deliveries back.
            if (buffer != null) {
                buffer.arrived(deliver);
            }
        } else if (event instanceof Event.Reply reply) {
            Pending waiting = pending.remove(reply.requestId());
            if (waiting != null) {
                waiting.complete(reply.result());
            }
        } else if (event instanceof Event.Failed failed) {
            LOG.log(
                    Level.DEBUG,
                    "TERN0301 a frame of session {0} was refused ({1}): {2}",
                    failed.sessionId(),
                    failed.code(),
                    failed.reason());
        } else if (event instanceof Event.Lost gone) {
            lose(gone.reason());
        }
    }

    private void lose(@Nullable String reason) {
        boolean orderly = ended.get();
        Consumer<String> tell;
        synchronized (pending) {
            if (lost != null) {
                return;
            }
            lost = reason == null ? "no reason was given" : reason;
            tell = onLost;
        }
        for (Long id : List.copyOf(pending.keySet())) {
            Pending waiting = pending.remove(id);
            if (waiting != null) {
                waiting.fail(lost);
            }
        }
        for (ConsumerBuffer buffer : buffers.values()) {
            buffer.wake();
        }
        if (!orderly) {
            tell.accept(lost);
        }
    }
}
