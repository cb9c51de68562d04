/**
 * Tests of the API: the rules of Jakarta Messaging, over a broker in lists and over the real one.
 */
@org.jspecify.annotations.NullMarked
package io.ternmq.jms;
