package io.ternmq.examples.demo;

/** A row of {@code reservation}. */
record Reservation(String orderId, String item, int quantity) {}
