/** What the tests of the journal share: seeds, children, results. */
@NullMarked
package io.ternmq.journal.tests;

import org.jspecify.annotations.NullMarked;
