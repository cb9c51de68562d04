/** The process is killed at any moment. */
@NullMarked
package io.ternmq.journal.tests.kill;

import org.jspecify.annotations.NullMarked;
