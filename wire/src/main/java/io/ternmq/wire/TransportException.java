package io.ternmq.wire;

import java.io.IOException;

/** A broker cannot be reached. The message names the URL or the reason, and the remedy. */
public class TransportException extends IOException {

    private static final long serialVersionUID = 1L;

    public TransportException(String message) {
        super(message);
    }

    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
