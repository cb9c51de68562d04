package io.ternmq.journal;

/**
 * The disk has no room for the next file of a journal. Nothing was written, nothing was lost, and
 * the journal stays usable: the same call may succeed once there is space again.
 */
public final class JournalFullException extends JournalException {

    private static final long serialVersionUID = 1L;

    public JournalFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
