/** The state machine, pure: rules decide, tables apply. No thread, no clock, no file. */
@NullMarked
package io.ternmq.broker.state;

import org.jspecify.annotations.NullMarked;
