package io.ternmq.jms;

import io.ternmq.wire.Event.Deliver;
import io.ternmq.wire.Request;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DUPS_OK_ACKNOWLEDGE: acknowledgements go in batches, at most {@link #MOST_MS} late and at most
 * {@link #MOST} in one; what is not on its way when the process dies comes again.
 *
 * <p>Threadsafe, since the connection's timer sends batches too. Frames are sent under its lock, so
 * that no batch is overtaken by the recovery or the close that follows it.
 */
final class DupsOkAcknowledger implements Acknowledger {

    static final int MOST = 50;
    static final long MOST_MS = 10;

    private static final Logger LOG = System.getLogger(DupsOkAcknowledger.class.getName());

    private final SessionLink session;
    private final Supplier<ScheduledExecutorService> timer;
    private final List<Long> due = new ArrayList<>();
    private @Nullable Deliver inListener;
    private @Nullable Future<?> late;

    DupsOkAcknowledger(SessionLink session, Supplier<ScheduledExecutorService> timer) {
        this.session = session;
        this.timer = timer;
    }

    @Override
    public synchronized void received(Deliver delivery, long tx) throws JMSException {
        session.handed(delivery.deliveryId());
        add(delivery);
    }

    @Override
    public synchronized void beforeListener(Deliver delivery, long tx) throws JMSException {
        inListener = delivery;
        session.handed(delivery.deliveryId());
    }

    @Override
    public void afterListener(Deliver delivery, boolean failed) throws JMSException {
        synchronized (this) {
            if (inListener == null) {
                return;
            }
            inListener = null;
            if (!failed) {
                add(delivery);
                return;
            }
            send();
        }
        session.recover(List.of(delivery.deliveryId()));
    }

    @Override
    public synchronized void expired(Deliver delivery, long tx) throws JMSException {
        add(delivery);
    }

    private void add(Deliver delivery) throws JMSException {
        due.add(delivery.deliveryId());
        if (due.size() >= MOST) {
            send();
        } else if (due.size() == 1) {
            late = timer.get().schedule(this::sendLate, MOST_MS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void sendLate() {
        try {
            send();
        } catch (JMSException e) {
            // The connection is lost, which its other users are told; these messages come again.
            LOG.log(Level.DEBUG, "TERN0303 a batch of acknowledgements was not sent", e);
        }
    }

    private void send() throws JMSException {
        if (!due.isEmpty()) {
            if (late != null) {
                late.cancel(false);
            }
            List<Long> batch = List.copyOf(due);
            due.clear();
            session.acknowledge(Request.NO_TX, batch);
        }
    }

    @Override
    public void recover() throws JMSException {
        List<Long> again = List.of();
        synchronized (this) {
            send();
            if (inListener != null) {
                again = List.of(inListener.deliveryId());
                inListener = null;
            }
        }
        session.recover(again);
    }

    @Override
    public synchronized List<Long> unacknowledged(long consumerId) {
        return inListener != null && inListener.consumerId() == consumerId
                ? List.of(inListener.deliveryId())
                : List.of();
    }

    @Override
    public void flush() throws JMSException {
        Pending reply;
        synchronized (this) {
            if (due.isEmpty()) {
                return;
            }
            List<Long> batch = List.copyOf(due);
            due.clear();
            reply = session.beginAcknowledge(Request.NO_TX, batch);
        }
        reply.await();
    }

    @Override
    public boolean leavesUnfitting() {
        return true;
    }
}
