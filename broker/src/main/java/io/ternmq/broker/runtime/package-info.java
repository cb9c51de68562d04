/**
 * What makes the state machine run: the engine, its loop, the outbox, replay, and the registry of
 * open brokers.
 */
@NullMarked
package io.ternmq.broker.runtime;

import org.jspecify.annotations.NullMarked;
