package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Transport;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The place of one directory in the registry: the broker that is open there, who uses it, and when
 * it may be opened again after it failed.
 *
 * <p>Threadsafe, by its own lock. The loop's thread takes the lock only to count a user down;
 * whoever closes a broker waits for that thread without it.
 */
final class RegisteredBroker {

    private static final long FIRST_BACK_OFF_MS = 1_000;
    private static final long LAST_BACK_OFF_MS = 60_000;

    private final Path directory;
    private final ScheduledExecutorService timer;
    private @Nullable RunningBroker broker;

    /** The thread of the broker before; until its end that broker may hold the journal. */
    private @Nullable Thread ending;

    private int users;
    private boolean owned;
    private long lingerMs;
    private @Nullable Future<?> closing;
    private long backOffMs;
    private long notBeforeNs;
    private long openedNs;

    RegisteredBroker(Path directory, ScheduledExecutorService timer) {
        this.directory = directory;
        this.timer = timer;
    }

    Transport connect(Settings settings, long linger, EventHandler handler) {
        while (true) {
            Thread before;
            synchronized (this) {
                before = inTheWay();
                if (before == null) {
                    return connectNow(settings, linger, handler);
                }
            }
            awaitEnd(before);
        }
    }

    private Transport connectNow(Settings settings, long linger, EventHandler handler) {
        RunningBroker open = running();
        if (open == null) {
            open = start(settings);
            owned = false;
        }
        lingerMs = users == 0 ? linger : Math.max(lingerMs, linger);
        hold();
        RunningBroker held = open;
        return open.connect(handler, () -> release(held));
    }

    BrokerRegistry.Lease open(Settings settings, boolean join) {
        while (true) {
            Thread before;
            synchronized (this) {
                before = inTheWay();
                if (before == null) {
                    return openNow(settings, join);
                }
            }
            awaitEnd(before);
        }
    }

    private BrokerRegistry.Lease openNow(Settings settings, boolean join) {
        RunningBroker open = running();
        if (open != null && !join) {
            throw new BrokerException(
                    "TERN0007 the broker of '"
                            + directory
                            + "' is open already in this JVM, with other settings; close it first,"
                            + " or join it by building without settings");
        }
        boolean opens = open == null;
        if (open == null) {
            open = start(settings);
            owned = true;
        }
        if (!opens) {
            hold();
        }
        return new HeldBroker(open, opens);
    }

    /**
     * The JVM ends. A broker that lingers for nobody is closed by its last user; whoever asked for
     * that, as an application server does, has an order of its own for its end.
     */
    void closeAtShutdown() {
        RunningBroker open;
        synchronized (this) {
            if (!owned && lingerMs == 0 && users > 0) {
                return;
            }
            open = broker;
            leave();
            users = 0;
            cancelClosing();
        }
        if (open != null) {
            open.close();
        }
    }

    /** The broker is not for new users any more; it ends, or has ended. Called under the lock. */
    private void leave() {
        if (broker != null) {
            ending = broker.thread();
        }
        broker = null;
    }

    /** The thread whose end a new broker must wait for, or null. Called under the lock. */
    private @Nullable Thread inTheWay() {
        if (running() != null || ending == null || !ending.isAlive()) {
            return null;
        }
        return ending;
    }

    /** Without the lock, which the loop of that broker may need for its last steps. */
    private void awaitEnd(Thread before) {
        if (before == Thread.currentThread()) {
            throw new BrokerException(
                    "the broker of '"
                            + directory
                            + "' is just closing, on the thread that asks for it; connect from"
                            + " another thread");
        }
        Loop.join(before);
    }

    /** The broker that is open and well, or null. Called under the lock. */
    private @Nullable RunningBroker running() {
        RunningBroker open = broker;
        if (open == null || !open.over()) {
            return open;
        }
        leave();
        users = 0;
        if (open.failure() != null) {
            boolean livedLong =
                    System.nanoTime() - openedNs > TimeUnit.MILLISECONDS.toNanos(LAST_BACK_OFF_MS);
            backOffMs =
                    livedLong || backOffMs == 0
                            ? FIRST_BACK_OFF_MS
                            : Math.min(LAST_BACK_OFF_MS, backOffMs * 2);
            notBeforeNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backOffMs);
        }
        return null;
    }

    private RunningBroker start(Settings settings) {
        long waitNs = notBeforeNs - System.nanoTime();
        if (backOffMs > 0 && waitNs > 0) {
            throw new BrokerException(
                    "the broker of '"
                            + directory
                            + "' failed a moment ago; try again in "
                            + TimeUnit.NANOSECONDS.toMillis(waitNs)
                            + " ms, its log says why");
        }
        RunningBroker started = RunningBroker.start(directory, settings);
        ending = null;
        broker = started;
        openedNs = System.nanoTime();
        users = 0;
        return started;
    }

    private void hold() {
        users++;
        cancelClosing();
    }

    private void cancelClosing() {
        if (closing != null) {
            closing.cancel(false);
            closing = null;
        }
    }

    private void release(RunningBroker held) {
        boolean closeAtOnce = false;
        synchronized (this) {
            if (broker != held || held.over()) {
                return;
            }
            users--;
            if (users == 0 && !owned) {
                closeAtOnce = lingerMs == 0;
                if (closeAtOnce) {
                    leave();
                } else {
                    closing =
                            timer.schedule(
                                    () -> closeIfUnused(held), lingerMs, TimeUnit.MILLISECONDS);
                }
            }
        }
        if (closeAtOnce) {
            held.close();
        }
    }

    private void closeIfUnused(RunningBroker held) {
        synchronized (this) {
            if (broker != held || users > 0) {
                return;
            }
            leave();
            closing = null;
        }
        held.close();
    }

    private final class HeldBroker implements BrokerRegistry.Lease {

        private final RunningBroker held;
        private final boolean owner;
        private final AtomicBoolean closed = new AtomicBoolean();

        HeldBroker(RunningBroker held, boolean owner) {
            this.held = held;
            this.owner = owner;
        }

        @Override
        public RunningBroker broker() {
            return held;
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (owner) {
                synchronized (RegisteredBroker.this) {
                    if (broker == held) {
                        leave();
                    }
                }
                held.close();
            } else {
                release(held);
            }
        }
    }
}
