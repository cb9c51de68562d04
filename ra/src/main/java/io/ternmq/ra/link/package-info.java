/** How the adapter reaches its broker, and what it does while it cannot. */
@NullMarked
package io.ternmq.ra.link;

import org.jspecify.annotations.NullMarked;
