package io.ternmq.journal;

import java.nio.file.Path;

/**
 * Another holder has the journal's directory open: another process, or this one. The message says
 * which, and since when.
 */
public final class JournalLockedException extends JournalException {

    private static final long serialVersionUID = 1L;

    private final boolean sameProcess;

    JournalLockedException(Path directory, boolean sameProcess, String message) {
        super("Journal " + directory + " " + message);
        this.sameProcess = sameProcess;
    }

    /** Whether the holder is in this JVM, perhaps under another class loader. */
    public boolean sameProcess() {
        return sameProcess;
    }
}
