package io.ternmq.xa;

import java.util.List;
import java.util.UUID;
import javax.transaction.xa.XAException;

/**
 * How an XAResource reaches its broker. Implemented by the connection of a client.
 *
 * <p>Threadsafe: any call may come from any thread. Every method waits for the broker's answer and
 * throws an XAException with the broker's error code, or XAER_RMFAIL when the broker cannot be
 * reached.
 */
public interface XaChannel {

    /** The identity of the broker's journal. Answers without asking the broker. */
    UUID resourceManagerId();

    /** Associates the session with the branch. {@code flags} is TMNOFLAGS, TMJOIN or TMRESUME. */
    void start(XidValue xid, int flags) throws XAException;

    /** Ends or suspends the association. {@code flags} is TMSUCCESS, TMFAIL or TMSUSPEND. */
    void end(XidValue xid, int flags) throws XAException;

    /** The vote: XA_OK or XA_RDONLY. */
    int prepare(XidValue xid) throws XAException;

    void commit(XidValue xid, boolean onePhase) throws XAException;

    void rollback(XidValue xid) throws XAException;

    void forget(XidValue xid) throws XAException;

    /** All prepared and heuristically completed branches of the broker. */
    List<XidValue> recover() throws XAException;

    /** The timeout of branches begun later through this channel, in seconds; 0 is the default. */
    void transactionTimeout(int seconds) throws XAException;
}
