package io.ternmq.jms;

import io.ternmq.wire.Event.Deliver;
import io.ternmq.wire.Request;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIENT_ACKNOWLEDGE: acknowledge() of any message covers all that the session handed over, closed
 * consumers' included, and returns when that is durable.
 */
final class ClientAcknowledger implements Acknowledger {

    private final SessionLink session;
    private final List<Deliver> handed = new ArrayList<>();

    ClientAcknowledger(SessionLink session) {
        this.session = session;
    }

    @Override
    public void received(Deliver delivery, long tx) throws JMSException {
        session.handed(delivery.deliveryId());
        synchronized (handed) {
            handed.add(delivery);
        }
    }

    @Override
    public void beforeListener(Deliver delivery, long tx) throws JMSException {
        received(delivery, tx);
    }

    @Override
    public void afterListener(Deliver delivery, boolean failed) {
        // The application decides, also after an exception (8.7).
    }

    @Override
    public void expired(Deliver delivery, long tx) throws JMSException {
        session.acknowledge(Request.NO_TX, List.of(delivery.deliveryId()));
    }

    @Override
    public void acknowledgeAll() throws JMSException {
        List<Long> all = takeAll();
        if (!all.isEmpty()) {
            session.beginAcknowledge(Request.NO_TX, all).await();
        }
    }

    @Override
    public void recover() throws JMSException {
        session.recover(takeAll());
    }

    private List<Long> takeAll() {
        synchronized (handed) {
            List<Long> ids = handed.stream().map(Deliver::deliveryId).toList();
            handed.clear();
            return ids;
        }
    }

    @Override
    public List<Long> unacknowledged(long consumerId) {
        synchronized (handed) {
            return handed.stream()
                    .filter(delivery -> delivery.consumerId() == consumerId)
                    .map(Deliver::deliveryId)
                    .toList();
        }
    }
}
