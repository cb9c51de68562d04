package io.ternmq.jms.memory;

import io.ternmq.wire.Event;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Transport;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker in lists, under one lock: the caller of a frame does the work and gets the events.
 *
 * <p>For tests it can hold its replies to one kind of request, tell which frames it got, lose its
 * connections, and ask for a password.
 */
public final class MemoryBroker {

    static final int MAX_MESSAGE_BYTES = 100 << 20;
    static final int MAX_PART_BYTES = 1 << 20;

    private static final Map<String, MemoryBroker> BROKERS = new ConcurrentHashMap<>();

    final UUID journalId = UUID.randomUUID();
    final Map<XidValue, MemoryWork> branches = new LinkedHashMap<>();
    final List<MemoryConnection> connections = new ArrayList<>();
    private final Map<String, MemoryQueue> queues = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private final List<Runnable> heldReplies = new ArrayList<>();
    private @Nullable Class<? extends Request> held;
    @Nullable String password;
    private long sequence;

    /** The broker of that name, made when first asked for. */
    public static MemoryBroker named(String name) {
        return BROKERS.computeIfAbsent(name, key -> new MemoryBroker());
    }

    /** Refuses connections without this password from now on. */
    public synchronized void requirePassword(String secret) {
        password = secret;
    }

    /** Keeps the replies to such requests until {@link #releaseReplies}. */
    public synchronized void holdReplies(Class<? extends Request> kind) {
        held = kind;
    }

    public synchronized void releaseReplies() {
        held = null;
        heldReplies.forEach(Runnable::run);
        heldReplies.clear();
    }

    /** How many replies are held. */
    public synchronized int heldReplies() {
        return heldReplies.size();
    }

    /** All frames of one kind so far, in order; not those that carry parts. */
    public synchronized <R extends Request> List<R> requests(Class<R> kind) {
        return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How many messages of a queue nobody has. */
    public synchronized int depth(String queue) {
        return queue(queue).ready.size();
    }

    public synchronized int openConnections() {
        return connections.size();
    }

    /** Ends all connections as a failed broker does. */
    public void lose(String reason) {
        List<MemoryConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
            connections.clear();
            all.forEach(MemoryConnection::giveUp);
        }
        all.forEach(connection -> connection.event(new Event.Lost(reason)));
    }

    synchronized Transport connect(EventHandler handler) {
        return new MemoryConnection(this, handler);
    }

    MemoryQueue queue(String name) {
        return queues.computeIfAbsent(name, key -> new MemoryQueue());
    }

    long next() {
        return ++sequence;
    }

    synchronized void handle(MemoryConnection connection, Request request) {
        if (!(request instanceof Request.SendPart)) { // they would fill the memory
            requests.add(request);
        }
        Event.Reply reply = connection.answer(request);
        if (reply != null) {
            if (held != null && held.isInstance(request)) {
                heldReplies.add(() -> connection.event(reply));
            } else {
                connection.event(reply);
            }
        }
        queues.values().forEach(this::dispatch);
        connection.pulled(request);
    }

    private void dispatch(MemoryQueue queue) {
        while (!queue.ready.isEmpty()) {
            MemoryQueue.Stored message = queue.ready.first();
            long expiration = message.envelope.expiration();
            if (expiration != 0 && expiration <= System.currentTimeMillis()) {
                queue.ready.pollFirst();
                continue;
            }
            MemoryConsumer consumer = queue.next();
            if (consumer == null) {
                return;
            }
            queue.ready.pollFirst();
            consumer.credit--;
            consumer.session.connection.deliver(consumer, message);
        }
    }
}
