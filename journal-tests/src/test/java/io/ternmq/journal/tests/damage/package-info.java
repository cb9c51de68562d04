/** Files that were changed while nobody had them open. */
@NullMarked
package io.ternmq.journal.tests.damage;

import org.jspecify.annotations.NullMarked;
