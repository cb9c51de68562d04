/** The power cut: every image of a disk that a cut may leave is opened again. */
@NullMarked
package io.ternmq.journal.tests.cut;

import org.jspecify.annotations.NullMarked;
