package io.ternmq.wire.message;

/** The bytes of a message could not be read; the message says why. */
public final class ContentUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ContentUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
