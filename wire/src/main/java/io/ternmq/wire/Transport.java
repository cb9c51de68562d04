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
     * Lets the connection go; without {@link Request.Disconnect} before it, that is a lost
     * connection.
     */
    @Override
    void close();
}
