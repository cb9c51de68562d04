package io.ternmq.examples.orders;

import jakarta.ejb.ApplicationException;

/** An order was refused; its transaction, row and message, is rolled back. */
@ApplicationException(rollback = true)
public class OrderRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why an order is refused. */
    public enum Reason {
        /** It was marked bad. */
        BAD,
        /** Its id is taken. */
        DUPLICATE_ID,
        /** There is no such item. */
        UNKNOWN_ITEM
    }

    private final Reason reason;

    /** Names the order and the remedy in the message. */
    public OrderRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }
}
