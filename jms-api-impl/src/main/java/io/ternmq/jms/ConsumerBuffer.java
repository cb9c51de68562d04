package io.ternmq.jms;

import io.ternmq.wire.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one consumer that were not handed to the application yet: by priority, then in
 * the order of arrival.
 *
 * <p>Threadsafe. Its lock is held for moments only and nothing is called under it but the gate, so
 * the broker's thread can put deliveries in. The arrival hook is called without it.
 */
final class ConsumerBuffer {

    /** Whether deliveries may be handed over at this moment. Must not block. */
    interface Gate {
        State state();
    }

    /** The answers of a {@link Gate}. */
    enum State {
        OPEN,
        /** Not now: the connection is stopped. */
        HELD,
        /** Never again: whoever waits goes away. */
        ENDED
    }

    private static final int PRIORITIES = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Deque<Event.Deliver>> byPriority = new ArrayList<>(PRIORITIES);
    private final Credit credit;
    private int size;
    private volatile @Nullable Runnable onArrival;

    ConsumerBuffer(Credit credit) {
        this.credit = credit;
        for (int i = 0; i < PRIORITIES; i++) {
            byPriority.add(new ArrayDeque<>());
        }
    }

    /** Called on arrival of each delivery, without a lock, on the broker's thread. */
    void onArrival(@Nullable Runnable hook) {
        onArrival = hook;
    }

    boolean hasArrivalHook() {
        return onArrival != null;
    }

    /** Takes a delivery from the broker. */
    void arrived(Event.Deliver delivery) {
        lock.lock();
        try {
            byPriority.get(delivery.envelope().priority()).addLast(delivery);
            size++;
            changed.signal();
        } finally {
            lock.unlock();
        }
        Runnable hook = onArrival;
        if (hook != null) {
            hook.run();
        }
    }

    /** Puts back what {@link #poll} returned, in its old place. */
    void putBack(Event.Deliver delivery) {
        lock.lock();
        try {
            byPriority.get(delivery.envelope().priority()).addFirst(delivery);
            size++;
            credit.returned();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next delivery, or null if there is none or the gate is not open. */
    Event.@Nullable Deliver poll(Gate gate) {
        lock.lock();
        try {
            if (size == 0 || gate.state() != State.OPEN) {
                return null;
            }
            for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
                Event.Deliver delivery = byPriority.get(priority).pollFirst();
                if (delivery != null) {
                    size--;
                    credit.left(1);
                    return delivery;
                }
            }
            throw new IllegalStateException("a buffer of " + size + " deliveries is empty");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a delivery can be taken.
     *
     * @param deadlineNanos by System.nanoTime; Long.MAX_VALUE for never
     * @return false if the time is over or the gate ended
     */
    boolean await(long deadlineNanos, Gate gate) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                State state = gate.state();
                if (state == State.ENDED) {
                    return false;
                }
                if (size > 0 && state == State.OPEN) {
                    return true;
                }
                if (deadlineNanos == Long.MAX_VALUE) {
                    changed.await();
                } else {
                    long left = deadlineNanos - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return size == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody who waits look at the gate again. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all deliveries; the broker has taken them back. */
    void clear() {
        lock.lock();
        try {
            byPriority.forEach(Deque::clear);
            credit.left(size);
            size = 0;
        } finally {
            lock.unlock();
        }
    }

    /** How much credit to grant now; see {@link Credit#due}. */
    int creditDue(boolean wanted) {
        lock.lock();
        try {
            return credit.due(wanted && size == 0);
        } finally {
            lock.unlock();
        }
    }
}
