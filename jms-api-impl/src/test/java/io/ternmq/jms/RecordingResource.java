package io.ternmq.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Passes a transaction manager's calls on and records them. Says that it is no other's resource
 * manager, so that it gets a branch of its own; may vote no.
 */
final class RecordingResource implements XAResource {

    private final XAResource target;
    private final boolean votesNo;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    RecordingResource(XAResource target, boolean votesNo) {
        this.target = target;
        this.votesNo = votesNo;
    }

    long calls(String name) {
        return calls.stream().filter(name::equals).count();
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        calls.add("start");
        target.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        calls.add("end");
        target.end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        calls.add("prepare");
        if (votesNo) {
            target.rollback(xid);
            throw new XAException(XAException.XA_RBROLLBACK);
        }
        return target.prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        calls.add("commit");
        target.commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        calls.add("rollback");
        target.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        target.forget(xid);
    }

    @Override
    public Xid[] recover(int flag) throws XAException {
        return target.recover(flag);
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return target.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return target.setTransactionTimeout(seconds);
    }
}
