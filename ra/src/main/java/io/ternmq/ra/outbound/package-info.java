/** Connections that applications use: the pooled connection, and the handles in front of it. */
@NullMarked
package io.ternmq.ra.outbound;

import org.jspecify.annotations.NullMarked;
