package io.ternmq.broker.record;

/** A consumer: its number is the client's, unique within the connection. */
public record ConsumerKey(long connection, long consumer) {}
