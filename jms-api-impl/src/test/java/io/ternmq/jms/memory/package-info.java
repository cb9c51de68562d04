/** A small broker that keeps its queues in lists: a fast sibling of the real one, for tests. */
@org.jspecify.annotations.NullMarked
package io.ternmq.jms.memory;
