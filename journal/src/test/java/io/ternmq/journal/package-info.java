/** Tests of the journal. */
@NullMarked
package io.ternmq.journal;

import org.jspecify.annotations.NullMarked;
