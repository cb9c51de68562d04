package io.ternmq.ra.outbound;

import jakarta.jms.TransactionRolledBackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Whether the calling thread is in a JTA transaction. Without a registry, as outside a container,
 * it never is. Threadsafe.
 *
 * @param registry the container's, or null
 */
public record JtaStatus(@Nullable TransactionSynchronizationRegistry registry) {

    boolean isActive() {
        return status() != Status.STATUS_NO_TRANSACTION;
    }

    private int status() {
        return registry == null ? Status.STATUS_NO_TRANSACTION : registry.getTransactionStatus();
    }

    /**
     * Refuses work that could not be part of the caller's transaction: outside a branch it would
     * take effect at once, and stay when the transaction is rolled back.
     */
    void requireUsable() throws TransactionRolledBackException {
        int status = status();
        if (status == Status.STATUS_MARKED_ROLLBACK
                || status == Status.STATUS_ROLLING_BACK
                || status == Status.STATUS_ROLLEDBACK) {
            throw new TransactionRolledBackException(
                    "the JTA transaction is rolled back or marked so (status "
                            + status
                            + "); nothing can be sent or received in it");
        }
    }
}
