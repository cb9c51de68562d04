/**
 * The jakarta.jms API over the frames of the session protocol.
 *
 * <p>A {@link io.ternmq.jms.TernConnection} owns one transport; everything a broker says arrives in
 * its link and is sorted into pending requests and consumer buffers. Sessions, producers and
 * consumers send frames and wait for replies on the application's threads.
 */
@org.jspecify.annotations.NullMarked
package io.ternmq.jms;
