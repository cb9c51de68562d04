package io.ternmq.examples.orders;

/**
 * An order as a client places it.
 *
 * @param id chosen by the client, 1 to 64 characters; an id is accepted once
 * @param item what is ordered, 1 to 64 characters
 * @param quantity how many of it, 1 to {@value #MAX_QUANTITY}
 * @param bad whether the order is to fail after its message was sent and before the commit, so that
 *     a reader can watch both being rolled back
 */
public record Order(String id, String item, int quantity, boolean bad) {

    /** The largest quantity of one order. */
    public static final int MAX_QUANTITY = 10_000;

    /** The longest id and the longest item, in characters. */
    public static final int MAX_NAME = 64;

    /** Checks the limits. */
    public Order {
        requireName("id", id);
        requireName("item", item);
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            throw new InvalidOrderException(
                    "quantity " + quantity + " must be from 1 to " + MAX_QUANTITY);
        }
    }

    private static void requireName(String field, String value) {
        if (value == null || value.isBlank() || value.length() > MAX_NAME) {
            throw new InvalidOrderException(
                    field + " '" + value + "' must have 1 to " + MAX_NAME + " characters");
        }
    }
}
