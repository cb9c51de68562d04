package io.ternmq.examples.orders;

/** The names of the queues. The broker makes them at their first use. */
final class OrderQueues {

    /** Orders that want stock reserved. */
    static final String ORDERS = "orders";

    /** Orders whose stock is reserved. */
    static final String CONFIRMED = "order-confirmed";

    private OrderQueues() {}
}
