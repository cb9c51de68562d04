/**
 * An append-only, durable journal of typed records. It knows nothing of messages: a record is a
 * type and bytes, a batch is the unit of append, and a position is a number that only this package
 * can take apart.
 */
@NullMarked
package io.ternmq.journal;

import org.jspecify.annotations.NullMarked;
