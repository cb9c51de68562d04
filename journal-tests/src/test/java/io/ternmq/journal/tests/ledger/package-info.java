/** A small store of messages on a journal, and the model that it is compared with. */
@NullMarked
package io.ternmq.journal.tests.ledger;

import org.jspecify.annotations.NullMarked;
