package io.ternmq.ra.container;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.spi.ApplicationServerInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** A message-driven bean's container side: begins and ends transactions as told, and counts. */
public final class Beans implements MessageEndpointFactory {

    public final AtomicInteger created = new AtomicInteger();
    public final AtomicInteger before = new AtomicInteger();
    public final AtomicInteger after = new AtomicInteger();
    public final AtomicInteger released = new AtomicInteger();
    public final AtomicInteger unavailable = new AtomicInteger();
    public final AtomicInteger failBefore = new AtomicInteger();
    public final AtomicInteger failAfter = new AtomicInteger();
    public final AtomicInteger concurrent = new AtomicInteger();
    public final AtomicInteger mostConcurrent = new AtomicInteger();

    private final ScriptedTransactions transactions;
    private final boolean transacted;
    private final MessageListener bean;

    public Beans(ScriptedTransactions transactions, boolean transacted, MessageListener bean) {
        this.transactions = transactions;
        this.transacted = transacted;
        this.bean = bean;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        if (take(unavailable)) {
            throw new UnavailableException("the bean is not ready");
        }
        if (transacted == (resource == null)) {
            throw new IllegalArgumentException("transacted " + transacted + " with " + resource);
        }
        created.incrementAndGet();
        return new Endpoint(resource);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout)
            throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    @Override
    public String getActivationName() {
        return "beans";
    }

    @Override
    public Class<?> getEndpointClass() {
        return bean.getClass();
    }

    private static boolean take(AtomicInteger budget) {
        return budget.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private final class Endpoint implements MessageEndpoint, MessageListener {

        private final XAResource resource;
        private Thread delivering;

        Endpoint(XAResource resource) {
            this.resource = resource;
        }

        @Override
        public void beforeDelivery(Method method) throws ApplicationServerInternalException {
            if (take(failBefore)) {
                throw new ApplicationServerInternalException("no transaction for the test");
            }
            before.incrementAndGet();
            delivering = Thread.currentThread();
            transactions.begin();
            try {
                transactions.enlist(resource);
            } catch (XAException e) {
                throw new ApplicationServerInternalException("enlist: " + e.errorCode, e);
            }
        }

        @Override
        public void onMessage(Message message) {
            if (transacted && delivering != Thread.currentThread()) {
                throw new IllegalStateException("delivered on another thread, or unprepared");
            }
            mostConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
            try {
                bean.onMessage(message);
            } catch (RuntimeException | Error e) {
                if (transacted) {
                    transactions.setRollbackOnly();
                }
                throw e;
            } finally {
                concurrent.decrementAndGet();
            }
        }

        @Override
        public void afterDelivery() throws ApplicationServerInternalException {
            after.incrementAndGet();
            delivering = null;
            try {
                if (take(failAfter)) {
                    transactions.rollback();
                    throw new ApplicationServerInternalException("the commit was rolled back");
                }
                transactions.commit();
            } catch (XAException e) {
                throw new ApplicationServerInternalException("commit: " + e.errorCode, e);
            }
        }

        @Override
        public void release() {
            released.incrementAndGet();
        }
    }
}
