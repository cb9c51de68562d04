package io.ternmq.wire.message;

import org.jspecify.annotations.Nullable;

/** Content that cannot be encoded or decoded; the message says what is wrong with it. */
public final class MalformedContentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedContentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
