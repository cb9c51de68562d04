/** A day's work in half an hour. */
@NullMarked
package io.ternmq.journal.tests.soak;

import org.jspecify.annotations.NullMarked;
