/**
 * A message on the wire: the envelope that a broker reads, and the content that it never decodes.
 */
@NullMarked
package io.ternmq.wire.message;

import org.jspecify.annotations.NullMarked;
