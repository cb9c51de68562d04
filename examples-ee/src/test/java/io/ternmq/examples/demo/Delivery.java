package io.ternmq.examples.demo;

/** A row of {@code delivery}: a message about an order came out of a queue. */
record Delivery(String queue, String orderId, String messageId) {}
