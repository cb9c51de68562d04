package io.ternmq.journal;

import java.nio.file.Path;

/** A journal was written in a format that this version cannot read. Nothing was changed. */
public final class JournalFormatException extends JournalException {

    private static final long serialVersionUID = 1L;

    private final int found;
    private final int supported;

    JournalFormatException(Path directory, int found, int supported) {
        super(
                "Journal "
                        + directory
                        + " has format version "
                        + found
                        + "; this version of TernMQ reads up to "
                        + supported
                        + ". Start the newer TernMQ that wrote it, or give another directory."
                        + " Nothing was changed.");
        this.found = found;
        this.supported = supported;
    }

    /** The version in the directory. */
    public int found() {
        return found;
    }

    /** The newest version that this code reads. */
    public int supported() {
        return supported;
    }
}
