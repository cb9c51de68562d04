/** The broker for embedding: {@link io.ternmq.broker.EmbeddedBroker} and what it answers with. */
@NullMarked
package io.ternmq.broker;

import org.jspecify.annotations.NullMarked;
