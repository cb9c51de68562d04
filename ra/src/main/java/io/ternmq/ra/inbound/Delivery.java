package io.ternmq.ra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * One delivery: beforeDelivery, take, onMessage, afterDelivery (Connectors 2.1, section 13.5.6), on
 * one thread, at most one message.
 *
 * <p>In a transaction nothing is ever given back by hand: the branch's outcome alone decides what
 * becomes of a message that was taken.
 */
final class Delivery {

    /**
     * How a delivery went.
     *
     * @param failure what went wrong, or null
     * @param endpointBroken whether another endpoint must be made
     * @param sessionBroken whether the session must be opened anew, after a while
     */
    record Outcome(@Nullable Throwable failure, boolean endpointBroken, boolean sessionBroken) {

        static final Outcome FINE = new Outcome(null, false, false);

        /** The bean failed; the message comes again by itself. */
        static Outcome rejected(Throwable failure) {
            return new Outcome(failure, false, false);
        }

        static Outcome sessionBroken(Throwable failure) {
            return new Outcome(failure, false, true);
        }

        static Outcome bothBroken(Throwable failure) {
            return new Outcome(failure, true, true);
        }
    }

    private Delivery() {}

    static Outcome deliver(MessageEndpoint endpoint, Inlet inlet) {
        return inlet.resource() == null
                ? withoutTransaction(endpoint, inlet)
                : inTransaction(endpoint, inlet);
    }

    private static Outcome inTransaction(MessageEndpoint endpoint, Inlet inlet) {
        try {
            endpoint.beforeDelivery(EndpointActivation.ON_MESSAGE);
        } catch (NoSuchMethodException | ResourceException | RuntimeException e) {
            return Outcome.bothBroken(e);
        }
        Outcome outcome = takeAndHandOver(endpoint, inlet);
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException e) {
            return Outcome.bothBroken(e);
        }
        return outcome;
    }

    private static Outcome takeAndHandOver(MessageEndpoint endpoint, Inlet inlet) {
        Message message;
        try {
            message = inlet.take();
        } catch (JMSException | RuntimeException e) {
            // The message may be acknowledged in the branch already, and nobody saw it: a closed
            // session fails its branch, so the container cannot commit it.
            inlet.close();
            return Outcome.sessionBroken(e);
        }
        return message == null ? Outcome.FINE : handOver(endpoint, message);
    }

    /** The container rolls back when the bean throws, an Error too. */
    @SuppressWarnings("CatchingUnchecked")
    private static Outcome handOver(MessageEndpoint endpoint, Message message) {
        try {
            ((MessageListener) endpoint).onMessage(message);
            return Outcome.FINE;
        } catch (Throwable e) {
            return Outcome.rejected(e);
        }
    }

    private static Outcome withoutTransaction(MessageEndpoint endpoint, Inlet inlet) {
        try {
            Message message = inlet.take();
            if (message == null) {
                return Outcome.FINE;
            }
            Outcome outcome = handOver(endpoint, message);
            if (outcome.failure() == null) {
                inlet.acknowledge(message);
            } else {
                inlet.giveBack();
            }
            return outcome;
        } catch (JMSException | RuntimeException e) {
            return Outcome.sessionBroken(e);
        }
    }
}
