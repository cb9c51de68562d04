package io.ternmq.examples.orders;

/** The request does not describe an order. Nothing was begun. */
public class InvalidOrderException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Says which field is wrong and what it must be. */
    public InvalidOrderException(String message) {
        super(message);
    }
}
