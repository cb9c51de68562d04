package io.ternmq.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners of one session, one after the other, on one thread of its own, which begins
 * with the first listener and ends with the session or its connection.
 *
 * <p>{@link #wake} is threadsafe and never blocks.
 */
final class ListenerDispatch implements Runnable {

    private final TernSession session;
    private final List<TernMessageConsumer> consumers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean work = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    ListenerDispatch(TernSession session) {
        this.session = session;
    }

    boolean hasListeners() {
        return !consumers.isEmpty();
    }

    /** Includes a consumer, whose listener is set; a second time changes nothing. */
    synchronized void add(TernMessageConsumer consumer) {
        if (!consumers.contains(consumer)) {
            consumers.add(consumer);
        }
        if (thread == null) {
            Thread fresh = new Thread(this, "tern-session-" + session.frames().id);
            fresh.setDaemon(true);
            fresh.setContextClassLoader(ListenerDispatch.class.getClassLoader());
            thread = fresh;
            fresh.start();
        }
        wake();
    }

    void remove(TernMessageConsumer consumer) {
        consumers.remove(consumer);
    }

    /** Something may be there to be handed over, or the session ends. */
    void wake() {
        if (!work.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (session.state() != ConsumerBuffer.State.ENDED) {
            work.set(false);
            boolean handed = false;
            for (TernMessageConsumer consumer : consumers) {
                handed |= consumer.dispatchOne();
            }
            if (!handed && !work.get() && session.state() != ConsumerBuffer.State.ENDED) {
                LockSupport.park(this);
            }
            // An interrupt that a listener left behind would turn parking into spinning.
            Thread.interrupted();
        }
    }
}
