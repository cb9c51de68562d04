package io.ternmq.wire.message;

/**
 * Why a message stands in a dead-letter queue.
 *
 * @param queue the name of the queue that it came from
 * @param deliveries how often it was delivered there
 * @param reason for people
 * @param atMs when it was moved, milliseconds of the epoch
 */
public record DeadLetter(String queue, int deliveries, String reason, long atMs) {}
