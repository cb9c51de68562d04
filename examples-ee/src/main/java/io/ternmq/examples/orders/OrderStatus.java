package io.ternmq.examples.orders;

/**
 * What became of one order.
 *
 * @param id the order's id
 * @param item what was ordered
 * @param quantity how many
 * @param reservations how often stock was reserved for it: 0 while under way, then 1
 * @param confirmations how often it was confirmed: 0 while under way, then 1
 */
public record OrderStatus(
        String id, String item, int quantity, long reservations, long confirmations) {}
