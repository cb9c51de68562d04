package io.ternmq.broker.state;

/** One effect of a branch, pending until the branch ends. */
sealed interface Work {

    Reference reference();

    /** A message that becomes visible at commit, at its ordinal among the sends. */
    record Sent(Reference reference) implements Work {}

    /** A message that goes at commit. */
    record Received(Reference reference) implements Work {}
}
