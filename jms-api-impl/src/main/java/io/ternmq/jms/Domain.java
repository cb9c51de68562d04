package io.ternmq.jms;

import jakarta.jms.IllegalStateException;

/**
 * Which of the two older APIs a connection or session was made by; it forbids the other's calls.
 */
enum Domain {
    UNIFIED,
    QUEUE,
    TOPIC;

    /** Before a call that only topics have. */
    void checkTopicCall(String call) throws IllegalStateException {
        if (this == QUEUE) {
            throw new IllegalStateException(
                    call
                            + " is not allowed on a QueueConnection or QueueSession (10.3); use one"
                            + " made by createConnection()");
        }
    }

    /** Before a call that only queues have. */
    void checkQueueCall(String call) throws IllegalStateException {
        if (this == TOPIC) {
            throw new IllegalStateException(
                    call
                            + " is not allowed on a TopicConnection or TopicSession (10.3); use one"
                            + " made by createConnection()");
        }
    }
}
