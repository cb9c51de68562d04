package io.ternmq.ra.inbound;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The container's endpoint of one session, made once and kept until it breaks or the session's
 * resource changes. Used by one thread at a time.
 */
final class Endpoint {

    private final MessageEndpointFactory factory;
    private @Nullable MessageEndpoint current;
    private @Nullable XAResource enlisted;

    Endpoint(MessageEndpointFactory factory) {
        this.factory = factory;
    }

    /**
     * Makes the endpoint ready for deliveries through the inlet.
     *
     * @throws UnavailableException if the container takes no message now
     */
    MessageEndpoint through(Inlet inlet) throws UnavailableException {
        MessageEndpoint endpoint = current;
        if (endpoint != null && enlisted == inlet.resource()) {
            return endpoint;
        }
        release();
        MessageEndpoint made = factory.createEndpoint(inlet.resource());
        current = made;
        enlisted = inlet.resource();
        return made;
    }

    /** Gives the endpoint back; the next delivery makes another. */
    void release() {
        MessageEndpoint endpoint = current;
        current = null;
        enlisted = null;
        if (endpoint != null) {
            endpoint.release();
        }
    }
}
