/** Benchmarks, side by side in one run. */
@NullMarked
package io.ternmq.bench;

import org.jspecify.annotations.NullMarked;
