package io.ternmq.jms;

import io.ternmq.wire.Event.Deliver;
import io.ternmq.wire.Request;
import jakarta.jms.JMSException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AUTO_ACKNOWLEDGE, and XA: an acknowledgement outside a transaction is durable before the next
 * message is handed over (6.2.10), one in a transaction rides with it.
 */
final class AutoAcknowledger implements Acknowledger {

    private final SessionLink session;
    private final boolean recoverable;
    private volatile @Nullable Pending underWay;
    private volatile @Nullable Deliver inListener;

    /**
     * @param recoverable whether recover() is allowed: not for XA
     */
    AutoAcknowledger(SessionLink session, boolean recoverable) {
        this.session = session;
        this.recoverable = recoverable;
    }

    @Override
    public void beforeNext() throws JMSException {
        Pending reply = underWay;
        if (reply != null) {
            underWay = null;
            reply.await();
        }
    }

    @Override
    public void received(Deliver delivery, long tx) throws JMSException {
        List<Long> one = List.of(delivery.deliveryId());
        if (tx == Request.NO_TX) {
            underWay = session.beginAcknowledge(tx, one);
        } else {
            session.acknowledge(tx, one);
        }
    }

    @Override
    public void beforeListener(Deliver delivery, long tx) throws JMSException {
        inListener = delivery;
        session.handed(delivery.deliveryId());
    }

    @Override
    public void afterListener(Deliver delivery, boolean failed) throws JMSException {
        // recover() in the listener has given it back already.
        if (inListener != null) {
            inListener = null;
            List<Long> one = List.of(delivery.deliveryId());
            if (failed) {
                session.recover(one);
            } else {
                underWay = session.beginAcknowledge(Request.NO_TX, one);
            }
        }
    }

    @Override
    public void expired(Deliver delivery, long tx) throws JMSException {
        session.acknowledge(tx, List.of(delivery.deliveryId()));
    }

    @Override
    public void recover() throws JMSException {
        if (!recoverable) {
            Acknowledger.super.recover();
        }
        Deliver current = inListener;
        if (current != null) {
            inListener = null;
            session.recover(List.of(current.deliveryId()));
        }
    }

    @Override
    public List<Long> unacknowledged(long consumerId) {
        Deliver current = inListener;
        return current != null && current.consumerId() == consumerId
                ? List.of(current.deliveryId())
                : List.of();
    }

    @Override
    public void flush() throws JMSException {
        beforeNext();
    }

    @Override
    public boolean leavesUnfitting() {
        return recoverable;
    }
}
