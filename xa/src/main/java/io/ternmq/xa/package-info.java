/**
 * Branches of a transaction as an XA resource manager sees them: the Xid as a value, the transition
 * table as data, and the XAResource that carries a transaction manager's calls to the broker.
 */
@NullMarked
package io.ternmq.xa;

import org.jspecify.annotations.NullMarked;
