package io.ternmq.broker;

/**
 * A broker cannot be started or cannot do what was asked. The message names the value and the
 * remedy.
 */
public class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerException(String message) {
        super(message);
    }

    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
