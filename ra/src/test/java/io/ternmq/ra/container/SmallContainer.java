package io.ternmq.ra.container;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an adapter is started with: threads, timers and transactions. */
public final class SmallContainer implements BootstrapContext, WorkManager, AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(16);
    private final ScriptedTransactions transactions = new ScriptedTransactions();
    private final AtomicInteger rejections = new AtomicInteger();

    /** The next so many works are rejected. */
    public void reject(int works) {
        rejections.set(works);
    }

    public int rejectionsLeft() {
        return Math.max(0, rejections.get());
    }

    public ScriptedTransactions transactions() {
        return transactions;
    }

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public Timer createTimer() {
        return new Timer(true);
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return transactions;
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public XATerminator getXATerminator() {
        throw new UnsupportedOperationException("the adapter imports no transactions");
    }

    @Override
    public void scheduleWork(Work work) throws WorkRejectedException {
        if (rejections.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new WorkRejectedException("rejected by the test");
        }
        threads.execute(
                () -> {
                    work.run();
                    // as WildFly does
                    work.release();
                });
    }

    @Override
    public void scheduleWork(
            Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkRejectedException {
        scheduleWork(work);
    }

    @Override
    public void doWork(Work work) {
        work.run();
    }

    @Override
    public void doWork(
            Work work, long startTimeout, ExecutionContext context, WorkListener listener) {
        work.run();
    }

    @Override
    public long startWork(Work work) throws WorkRejectedException {
        scheduleWork(work);
        return 0;
    }

    @Override
    public long startWork(
            Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkRejectedException {
        return startWork(work);
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the adapter's work does not end");
        }
    }
}
