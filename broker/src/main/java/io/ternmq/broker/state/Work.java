package io.ternmq.broker.state;

/** One effect of a branch, pending until the branch ends. */
sealed interface Work {

    Reference reference();

    /** A message that becomes visible at commit. */
    record Sent(Reference reference) implements Work {}

    /**
     * A message that goes at commit.
     *
     * @param deliveries its count should the branch roll back
     */
    record Received(Reference reference, int deliveries) implements Work {}
}
