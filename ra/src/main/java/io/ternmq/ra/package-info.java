/**
 * The resource adapter as a container sees it: the JavaBeans that ra.xml names. What they do is in
 * the packages below: {@code link} to the broker, {@code outbound}, {@code inbound}, {@code
 * recovery}.
 */
@NullMarked
package io.ternmq.ra;

import org.jspecify.annotations.NullMarked;
