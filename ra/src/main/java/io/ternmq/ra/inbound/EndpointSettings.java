package io.ternmq.ra.inbound;

import io.ternmq.ra.link.BrokerLogin;
import jakarta.jms.Destination;

/**
 * What an endpoint is activated with.
 *
 * @param login where it connects, and as whom
 * @param destination what it consumes
 * @param maxSessions how many messages are delivered at once, 1 or more
 * @param transactionTimeoutSeconds of each delivery's branch; 0 for the broker's default
 */
public record EndpointSettings(
        BrokerLogin login,
        Destination destination,
        int maxSessions,
        int transactionTimeoutSeconds) {

    /** How many messages are delivered at once unless the bean says otherwise. */
    public static final int DEFAULT_MAX_SESSIONS = 10;
}
