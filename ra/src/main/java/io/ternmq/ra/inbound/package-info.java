/** Delivery to message-driven beans. */
@NullMarked
package io.ternmq.ra.inbound;

import org.jspecify.annotations.NullMarked;
