package io.ternmq.journal.tests.ledger;

/** The records that were replayed contradict each other. */
public final class StoreCorruptException extends RuntimeException {

    StoreCorruptException(String message) {
        super(message);
    }
}
