package io.ternmq.broker.record;

/**
 * One change of the state; decided by rules, applied by tables, in the same way live and in replay.
 */
public sealed interface Change permits Record, Volatile {

    /** Whether the journal keeps it. */
    boolean journaled();

    /**
     * Whether it lets something become visible to others, and so must be durable before anything is
     * delivered because of it.
     */
    default boolean publishes() {
        return false;
    }
}
