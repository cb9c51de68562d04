package io.ternmq.jms;

import io.ternmq.wire.Event.Deliver;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * SESSION_TRANSACTED: what is handed over is acknowledged in the local transaction at once, and
 * settled by its commit. The broker fails the commit of a transaction with a refused frame.
 */
final class TransactedAcknowledger implements Acknowledger {

    private final SessionLink session;

    TransactedAcknowledger(SessionLink session) {
        this.session = session;
    }

    @Override
    public void received(Deliver delivery, long tx) throws JMSException {
        session.acknowledge(tx, List.of(delivery.deliveryId()));
    }

    @Override
    public void beforeListener(Deliver delivery, long tx) throws JMSException {
        received(delivery, tx);
    }

    @Override
    public void afterListener(Deliver delivery, boolean failed) {
        // It stays in the transaction, also after an exception (8.7).
    }

    @Override
    public void expired(Deliver delivery, long tx) throws JMSException {
        received(delivery, tx);
    }
}
