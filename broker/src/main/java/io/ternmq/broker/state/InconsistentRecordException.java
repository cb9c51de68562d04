package io.ternmq.broker.state;

/** A record of the journal does not fit those before it: the journal is damaged. */
public final class InconsistentRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InconsistentRecordException(String message) {
        super(message);
    }
}
