/**
 * The session protocol between a client and a broker: every frame, and the transports that carry
 * them.
 */
@NullMarked
package io.ternmq.wire;

import org.jspecify.annotations.NullMarked;
