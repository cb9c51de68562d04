package io.ternmq.broker.state;

import io.ternmq.broker.record.ConsumerKey;

/** A consumer of a queue. Belongs to the state machine's thread. */
final class Consumer {

    final ConsumerKey key;
    final Session session;

    /** Another object of the same name when the queue was deleted and created again. */
    QueueState queue;

    /** How many more deliveries it takes. */
    int credit;

    Consumer(ConsumerKey key, Session session, QueueState queue) {
        this.key = key;
        this.session = session;
        this.queue = queue;
    }
}
