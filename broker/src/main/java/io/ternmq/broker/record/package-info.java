/**
 * What changes the state of a broker: records, which the journal keeps, and volatile changes, which
 * need not survive; and the bytes of the records.
 */
@NullMarked
package io.ternmq.broker.record;

import org.jspecify.annotations.NullMarked;
