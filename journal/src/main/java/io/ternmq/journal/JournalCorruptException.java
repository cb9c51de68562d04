package io.ternmq.journal;

import java.nio.file.Path;

/**
 * Bytes that were durable once are missing or changed. The journal refuses to start and changes
 * nothing, since whatever it dropped now could be an acknowledged record.
 */
public final class JournalCorruptException extends JournalException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;

    JournalCorruptException(Path file, long offset, String fault) {
        super(
                "Journal file "
                        + file
                        + " is damaged at offset "
                        + offset
                        + ": "
                        + fault
                        + ". Nothing was changed. Restore the directory from a copy, or give"
                        + " another directory and keep this one for salvage.");
        this.file = file;
        this.offset = offset;
    }

    /** The damaged or missing file. */
    public Path file() {
        return file;
    }

    /** Where the damage begins, in bytes from the start of the file. */
    public long offset() {
        return offset;
    }
}
