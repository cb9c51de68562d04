package io.ternmq.broker.runtime;

import io.ternmq.broker.state.Command;
import io.ternmq.wire.Event;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.ContentUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection within the JVM: frames go to the loop and events come back by reference.
 *
 * <p>Threadsafe. Events reach the handler on whichever thread runs the loop; a handler that throws
 * loses its connection, and the broker goes on.
 */
final class EmbeddedTransport implements Transport {

    private static final Logger LOG = System.getLogger("io.ternmq.broker");

    private final RunningBroker broker;
    private final long connection;
    private final EventHandler handler;
    private final Runnable released;
    private final AtomicBoolean gone = new AtomicBoolean();

    /** Whether the handler threw: it gets nothing more. */
    private volatile boolean broken;

    EmbeddedTransport(
            RunningBroker broker, long connection, EventHandler handler, Runnable released) {
        this.broker = broker;
        this.connection = connection;
        this.handler = handler;
        this.released = released;
    }

    @Override
    public void send(Request request) throws TransportException {
        Request loaded = checked(request);
        broker.submit(new Command.FromClient(connection, loaded), result -> answer(loaded, result));
    }

    /** The thread that waits may run the loop, so that no other has to be woken. */
    @Override
    public void call(Request request) throws TransportException {
        Request loaded = checked(request);
        broker.call(new Command.FromClient(connection, loaded), result -> answer(loaded, result));
    }

    private Request checked(Request request) throws TransportException {
        if (gone.get()) {
            throw new TransportException(
                    "the connection to the broker in " + broker.directory() + " is closed");
        }
        return loaded(request);
    }

    /** Content that is forwarded as it was received may have to be read: here, not on the loop. */
    private static Request loaded(Request request) throws TransportException {
        if (!(request instanceof Request.Send send)
                || send.content() instanceof Content.Bytes
                || send.content() instanceof ContentInParts) {
            return request;
        }
        try {
            return new Request.Send(
                    send.requestId(),
                    send.sessionId(),
                    send.tx(),
                    send.envelope(),
                    Content.of(send.content().bytes()));
        } catch (ContentUnavailableException e) {
            throw new TransportException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (gone.compareAndSet(false, true)) {
            broker.forget(connection);
            broker.submit(new Command.ConnectionLost(connection), result -> {});
            released.run();
        }
    }

    /** In a turn of the loop. */
    void deliver(Event.Deliver event) {
        event(event);
    }

    /** The broker is over. */
    void lost(String reason) {
        if (gone.compareAndSet(false, true)) {
            event(new Event.Lost(reason));
            released.run();
        }
    }

    private void answer(Request request, Result result) {
        if (gone.get() && result instanceof Result.Connected) {
            // it was closed while its Connect was on the way, and nobody will close it again
            broker.submit(new Command.ConnectionLost(connection), lost -> {});
        }
        if (request.requestId() != 0) {
            event(new Event.Reply(request.requestId(), result));
        } else if (result instanceof Result.Refused refused) {
            event(new Event.Failed(sessionOf(request), refused.code(), refused.reason()));
        }
    }

    private void event(Event event) {
        if (broken) {
            return;
        }
        try {
            handler.onEvent(event);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    "TERN0004 connection "
                            + connection
                            + " failed to take "
                            + event.getClass().getSimpleName()
                            + " and is closed",
                    e);
            broken = true;
            close();
            farewell("the connection failed to take an event: " + e);
        }
    }

    /** The last frame for a handler that threw: it may still free its waiting callers. */
    private void farewell(String reason) {
        try {
            handler.onEvent(new Event.Lost(reason));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "connection " + connection + " failed to take its end", e);
        }
    }

    private static long sessionOf(Request request) {
        if (request instanceof Request.Send send) {
            return send.sessionId();
        }
        if (request instanceof Request.SendPart part) {
            return part.sessionId();
        }
        if (request instanceof Request.Acknowledge acknowledge) {
            return acknowledge.sessionId();
        }
        if (request instanceof Request.Handed handed) {
            return handed.sessionId();
        }
        return 0;
    }
}
