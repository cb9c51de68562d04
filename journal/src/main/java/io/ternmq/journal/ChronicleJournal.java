package io.ternmq.journal;

import java.nio.file.Path;

/** The journal over Chronicle Queue. */
final class ChronicleJournal {

    private ChronicleJournal() {}

    static Journal open(Path directory, JournalOptions options) throws JournalException {
        throw new JournalException("not built: " + directory + options);
    }
}
