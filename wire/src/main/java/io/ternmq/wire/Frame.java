package io.ternmq.wire;

/**
 * One message of the session protocol: a {@link Request} of a client or an {@link Event} of a
 * broker.
 */
public sealed interface Frame permits Request, Event {}
