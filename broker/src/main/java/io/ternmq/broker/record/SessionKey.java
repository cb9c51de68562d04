package io.ternmq.broker.record;

/** A session: its number is the client's, unique within the connection. */
public record SessionKey(long connection, long session) {}
