/** What was acknowledged to a sender is on disk: seen from outside, and with the force left out. */
package io.ternmq.jms.durability;
