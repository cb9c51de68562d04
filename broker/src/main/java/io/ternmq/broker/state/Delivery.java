package io.ternmq.broker.state;

/** A message at a consumer. Belongs to the state machine's thread. */
final class Delivery {

    final long id;
    final Reference reference;
    final Consumer consumer;

    /** Whether it was handed to the application and counted. */
    boolean counted;

    Delivery(long id, Reference reference, Consumer consumer) {
        this.id = id;
        this.reference = reference;
        this.consumer = consumer;
    }
}
