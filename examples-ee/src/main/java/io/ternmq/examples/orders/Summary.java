package io.ternmq.examples.orders;

/**
 * What the tables hold.
 *
 * @param orders rows in {@code orders}
 * @param delivered messages that the stock keeper has taken from its queue
 * @param reserved rows in {@code reservation}
 * @param confirmed rows in {@code confirmation}
 * @param unitsReserved the sum of {@code stock.reserved}
 */
public record Summary(
        long orders, long delivered, long reserved, long confirmed, long unitsReserved) {}
