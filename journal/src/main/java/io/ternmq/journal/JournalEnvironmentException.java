package io.ternmq.journal;

import org.jspecify.annotations.Nullable;

/** The JVM does not let Chronicle Queue work. The message names the flags to start it with. */
public final class JournalEnvironmentException extends JournalException {

    private static final long serialVersionUID = 1L;

    JournalEnvironmentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
