package io.ternmq.ra.link;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Runs the adapter's work on the container's threads, now or later.
 *
 * <p>Work is handed to the WorkManager by a timer thread of the container and never by the caller:
 * a caller may be the thread that runs the broker, and a WorkManager may block while its pool is
 * full. Two timers, so that a full pool holds up no retry that is due. Threadsafe; ends with {@link
 * #close}.
 */
public final class Works implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Works.class.getName());

    /** How long to wait before offering rejected work again, in milliseconds. */
    static final long REJECTED_RETRY_MILLIS = 100;

    private final WorkManager manager;
    private final Timer immediate;
    private final Timer delayed;
    private volatile boolean closed;

    public Works(BootstrapContext context) throws UnavailableException {
        this.manager = context.getWorkManager();
        this.immediate = context.createTimer();
        this.delayed = context.createTimer();
    }

    /** Runs work on a thread of the container as soon as one is free. Never blocks. */
    public void soon(Work work) {
        offer(immediate, work, 0);
    }

    /** The same, not before {@code millis} milliseconds have passed. */
    public void later(Work work, long millis) {
        offer(delayed, work, millis);
    }

    private void offer(Timer timer, Work work, long millis) {
        if (closed) {
            return;
        }
        try {
            timer.schedule(new Offer(work), millis);
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Drops the work that did not start yet; work that runs goes on. */
    @Override
    public void close() {
        closed = true;
        immediate.cancel();
        delayed.cancel();
    }

    private final class Offer extends TimerTask {

        private final Work work;

        Offer(Work work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                manager.scheduleWork(work);
            } catch (WorkException | RuntimeException e) {
                if (!closed) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "TERN0410 the container's work manager took no work ("
                                    + e
                                    + "); it is offered again in "
                                    + REJECTED_RETRY_MILLIS
                                    + " ms; give its pool more threads if this goes on");
                    later(work, REJECTED_RETRY_MILLIS);
                }
            }
        }
    }
}
