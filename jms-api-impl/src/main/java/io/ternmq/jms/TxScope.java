package io.ternmq.jms;

import jakarta.jms.JMSException;

/** Which transaction the frames of a session belong to. */
interface TxScope {

    /** Something that needs the number of the transaction while it stays the same. */
    interface Stamped<T> {
        T with(long tx) throws JMSException;
    }

    /**
     * Runs it with the transaction of this moment, which does not end before it returns; so it must
     * not wait for the broker.
     */
    <T> T stamp(Stamped<T> call) throws JMSException;

    /** A scope that is always the same transaction. */
    record Fixed(long tx) implements TxScope {
        @Override
        public <T> T stamp(Stamped<T> call) throws JMSException {
            return call.with(tx);
        }
    }
}
