package io.ternmq.jms;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.xa.XaChannel;
import io.ternmq.xa.XaErrors;
import io.ternmq.xa.XidValue;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/**
 * The XA calls of one session, and the branch that it works in at this moment.
 *
 * <p>Threadsafe: transaction managers call from any thread. The lock orders the frames of the
 * session's work against the end of its association; nobody waits for the broker under it. Calls
 * that need no session go over the control link once the connection is closed or lost.
 */
final class XaFrames implements XaChannel, TxScope {

    private final SessionLink session;
    private final ControlLink control;
    private final boolean managed;
    private final UUID journalId;
    private final ReentrantLock association = new ReentrantLock();
    private @Nullable XidValue current;
    private long tx = Request.NO_TX;
    private final AtomicLong ends = new AtomicLong();

    /**
     * @param managed whether work without a branch is allowed, as a container needs it
     */
    XaFrames(SessionLink session, ControlLink control, boolean managed) {
        this.session = session;
        this.control = control;
        this.managed = managed;
        this.journalId = session.link.connected().journalId();
    }

    /** How often an association was ended: a receive that sees it change gives up. */
    long ends() {
        return ends.get();
    }

    @Override
    public <T> T stamp(Stamped<T> call) throws JMSException {
        association.lock();
        try {
            return call.with(tx);
        } finally {
            association.unlock();
        }
    }

    /**
     * Refuses work without a branch.
     *
     * @throws IllegalStateException outside a container
     */
    void checkUsable() throws JMSException {
        association.lock();
        try {
            if (tx == Request.NO_TX && !managed) {
                throw new IllegalStateException(
                        "this XA session is associated with no branch; enlist its XAResource in a"
                                + " transaction first, or use createSession() for work without"
                                + " one");
            }
        } finally {
            association.unlock();
        }
    }

    @Override
    public UUID resourceManagerId() {
        return journalId;
    }

    @Override
    public void start(XidValue xid, int flags) throws XAException {
        Result result = here(id -> new Request.XaStart(id, session.id, xid, flags));
        association.lock();
        try {
            tx = ((Result.Started) result).tx();
            current = xid;
        } finally {
            association.unlock();
        }
    }

    @Override
    public void end(XidValue xid, int flags) throws XAException {
        Pending reply;
        association.lock();
        try {
            if (xid.equals(current)) {
                tx = Request.NO_TX;
                current = null;
                ends.incrementAndGet();
            }
            reply = session.link.beginCall(id -> new Request.XaEnd(id, session.id, xid, flags));
        } catch (JMSException e) {
            throw unreachable(e);
        } finally {
            association.unlock();
            session.wakeAll();
        }
        result(reply);
    }

    @Override
    public int prepare(XidValue xid) throws XAException {
        return ((Result.Voted) anywhere(id -> new Request.XaPrepare(id, xid))).vote();
    }

    @Override
    public void commit(XidValue xid, boolean onePhase) throws XAException {
        anywhere(id -> new Request.XaCommit(id, xid, onePhase));
    }

    @Override
    public void rollback(XidValue xid) throws XAException {
        anywhere(id -> new Request.XaRollback(id, xid));
    }

    @Override
    public void forget(XidValue xid) throws XAException {
        anywhere(id -> new Request.XaForget(id, xid));
    }

    @Override
    public List<XidValue> recover() throws XAException {
        return ((Result.Branches) anywhere(Request.XaRecover::new)).xids();
    }

    @Override
    public void transactionTimeout(int seconds) throws XAException {
        here(id -> new Request.XaTimeout(id, session.id, seconds));
    }

    /** A call that needs the session. */
    private Result here(LongFunction<Request> request) throws XAException {
        Pending reply;
        try {
            reply = session.link.beginCall(request);
        } catch (JMSException e) {
            throw unreachable(e);
        }
        return result(reply);
    }

    /** A call that any connection to the broker may carry. */
    private Result anywhere(LongFunction<Request> request) throws XAException {
        if (session.link.isAlive()) {
            return here(request);
        }
        try {
            return checked(control.call(request));
        } catch (JMSException e) {
            throw unreachable(e);
        }
    }

    private static Result result(Pending reply) throws XAException {
        try {
            return checked(reply.awaitAny());
        } catch (JMSException e) {
            throw unreachable(e);
        }
    }

    private static Result checked(Result result) throws XAException {
        if (result instanceof Result.XaRefused refused) {
            throw XaErrors.exception(refused.errorCode(), refused.reason());
        }
        if (result instanceof Result.Refused refused) {
            // Not XAER_RMERR, which would claim that the branch was rolled back.
            int code =
                    refused.code() == ErrorCode.ILLEGAL_STATE
                            ? XAException.XAER_PROTO
                            : XAException.XAER_RMFAIL;
            throw XaErrors.exception(code, refused.reason());
        }
        return result;
    }

    private static XAException unreachable(JMSException e) {
        return XaErrors.exception(
                XAException.XAER_RMFAIL, "the broker cannot be reached: " + e.getMessage(), e);
    }
}
