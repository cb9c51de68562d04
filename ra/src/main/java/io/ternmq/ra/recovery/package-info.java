/** What a transaction manager recovers in-doubt branches through. */
@NullMarked
package io.ternmq.ra.recovery;

import org.jspecify.annotations.NullMarked;
