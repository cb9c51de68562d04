package io.ternmq.ra.container;

import io.ternmq.xa.XidValue;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** A transaction manager: one transaction per thread, two phases, joining, no log. */
public final class ScriptedTransactions implements TransactionSynchronizationRegistry {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final ThreadLocal<Running> current = new ThreadLocal<>();

    private static final class Running {
        final long number = NUMBERS.incrementAndGet();
        final List<XAResource> resources = new ArrayList<>();
        final List<XAResource> branches = new ArrayList<>();
        boolean rollbackOnly;

        XidValue xid(int branch) {
            return new XidValue(
                    4711,
                    ByteBuffer.allocate(8).putLong(number).array(),
                    ByteBuffer.allocate(4).putInt(branch).array());
        }

        int branchOf(XAResource resource) throws XAException {
            for (int i = 0; i < branches.size(); i++) {
                if (branches.get(i).isSameRM(resource)) {
                    return i;
                }
            }
            return -1;
        }
    }

    public void begin() {
        if (current.get() != null) {
            throw new IllegalStateException("a transaction is open");
        }
        current.set(new Running());
    }

    public void enlist(XAResource resource) throws XAException {
        Running tx = current.get();
        if (tx.resources.contains(resource)) {
            return;
        }
        int branch = tx.branchOf(resource);
        if (branch < 0) {
            resource.start(tx.xid(tx.branches.size()), XAResource.TMNOFLAGS);
            tx.branches.add(resource);
        } else {
            resource.start(tx.xid(branch), XAResource.TMJOIN);
        }
        tx.resources.add(resource);
    }

    public void setRollbackOnly() {
        current.get().rollbackOnly = true;
    }

    /** Commits in two phases, or in one if there is one branch; rolls back if it was so marked. */
    public void commit() throws XAException {
        Running tx = current.get();
        if (tx.rollbackOnly) {
            rollback();
            return;
        }
        current.remove();
        end(tx);
        if (tx.branches.size() == 1) {
            tx.branches.get(0).commit(tx.xid(0), true);
            return;
        }
        List<Integer> voted = new ArrayList<>();
        for (int i = 0; i < tx.branches.size(); i++) {
            if (tx.branches.get(i).prepare(tx.xid(i)) == XAResource.XA_OK) {
                voted.add(i);
            }
        }
        for (int i : voted) {
            tx.branches.get(i).commit(tx.xid(i), false);
        }
    }

    public void rollback() throws XAException {
        Running tx = current.get();
        current.remove();
        end(tx);
        for (int i = 0; i < tx.branches.size(); i++) {
            tx.branches.get(i).rollback(tx.xid(i));
        }
    }

    /** Ends the work and votes, and then the manager is no more: its branches stay in doubt. */
    public List<XidValue> prepareAndCrash() throws XAException {
        Running tx = current.get();
        current.remove();
        end(tx);
        List<XidValue> left = new ArrayList<>();
        for (int i = 0; i < tx.branches.size(); i++) {
            if (tx.branches.get(i).prepare(tx.xid(i)) == XAResource.XA_OK) {
                left.add(tx.xid(i));
            }
        }
        return left;
    }

    private static void end(Running tx) throws XAException {
        for (XAResource resource : tx.resources) {
            try {
                resource.end(tx.xid(tx.branchOf(resource)), XAResource.TMSUCCESS);
            } catch (XAException e) {
                if (e.errorCode < XAException.XA_RBBASE || e.errorCode > XAException.XA_RBEND) {
                    throw e;
                }
            }
        }
    }

    @Override
    public int getTransactionStatus() {
        Running tx = current.get();
        if (tx == null) {
            return Status.STATUS_NO_TRANSACTION;
        }
        return tx.rollbackOnly ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
    }

    @Override
    public boolean getRollbackOnly() {
        return current.get().rollbackOnly;
    }

    @Override
    public Object getTransactionKey() {
        Running tx = current.get();
        return tx == null ? null : tx.number;
    }

    @Override
    public void putResource(Object key, Object value) {
        throw new UnsupportedOperationException("the adapter keeps no resources in transactions");
    }

    @Override
    public Object getResource(Object key) {
        throw new UnsupportedOperationException("the adapter keeps no resources in transactions");
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        throw new UnsupportedOperationException("the adapter registers no synchronizations");
    }
}
