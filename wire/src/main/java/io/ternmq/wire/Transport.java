package io.ternmq.wire;

/** Carries the frames of one connection. Threadsafe. */
public interface Transport extends AutoCloseable {

    /**
     * Sends a frame; frames of one thread arrive in their order. May block while the broker is
     * overloaded, never for an answer. Unharmed by an interrupt of the calling thread.
     *
     * @throws TransportException if the connection is gone
     */
    void send(Request request) throws TransportException;

    /**
     * The same as {@link #send}, by a thread that will wait for the reply next and do nothing
     * before: a transport may use it meanwhile. It may come back only when the reply was given to
     * the handler, on this thread or on another.
     *
     * @throws TransportException if the connection is gone
     */
    default void call(Request request) throws TransportException {
        send(request);
    }

    /**
     * Lets the connection go; without {@link Request.Disconnect} before it, that is a lost
     * connection.
     */
    @Override
    void close();
}
