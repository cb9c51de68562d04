package io.ternmq.journal;

import java.io.IOException;

/** A journal cannot do what was asked. The message names the path, the fault and the remedy. */
public class JournalException extends IOException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
