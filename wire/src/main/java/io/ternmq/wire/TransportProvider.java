package io.ternmq.wire;

/** Connects to the brokers of one URL scheme. Found by ServiceLoader; see {@link Transports}. */
public interface TransportProvider {

    /** For example {@code embedded}. */
    String scheme();

    /**
     * Connects; the first frame is the caller's {@link Request.Connect}.
     *
     * @param handler takes the events of the connection
     * @throws TransportException if there is no broker to be reached, or the URL is wrong
     */
    Transport connect(BrokerUrl url, EventHandler handler) throws TransportException;
}
