package io.ternmq.jms;

import io.ternmq.wire.Event.Deliver;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * How one session acknowledges: one implementation for each mode. Its calls come from the thread
 * that the session is used by, close excepted.
 */
interface Acknowledger {

    /** Before the next message is handed over: waits for what must be durable by then. */
    default void beforeNext() throws JMSException {}

    /**
     * A synchronous receive hands this over.
     *
     * @param tx the transaction of this moment; must not wait
     */
    void received(Deliver delivery, long tx) throws JMSException;

    /** A listener is about to be called; {@code tx} as above. */
    void beforeListener(Deliver delivery, long tx) throws JMSException;

    /**
     * The listener returned.
     *
     * @param failed whether by an exception
     */
    void afterListener(Deliver delivery, boolean failed) throws JMSException;

    /** An expired delivery is dropped instead of being handed over; {@code tx} as above. */
    void expired(Deliver delivery, long tx) throws JMSException;

    /** Message.acknowledge(); without effect but in CLIENT mode. */
    default void acknowledgeAll() throws JMSException {}

    /** Session.recover(). */
    default void recover() throws JMSException {
        throw new IllegalStateException(
                "recover() is not allowed on a transacted session; use rollback()");
    }

    /** What was handed over by this consumer and is not acknowledged. */
    default List<Long> unacknowledged(long consumerId) {
        return List.of();
    }

    /** Before a consumer or the session closes: sends all that is due, and waits for it. */
    default void flush() throws JMSException {}

    /** Whether a delivery that does not fit receiveBody stays as if not received (8.6). */
    default boolean leavesUnfitting() {
        return false;
    }
}
