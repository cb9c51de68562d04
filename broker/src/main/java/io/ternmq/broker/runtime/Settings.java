package io.ternmq.broker.runtime;

import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalOptions;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How a broker is to be opened.
 *
 * @param limits what it allows
 * @param journals opens its journal
 * @param clockMs milliseconds of the epoch
 * @param cacheBytes how much content of persistent messages is kept in memory
 */
public record Settings(
        Limits limits, JournalFactory journals, LongSupplier clockMs, long cacheBytes) {

    /** Opens the journal of a directory. */
    @FunctionalInterface
    public interface JournalFactory {
        Journal open(Path directory) throws JournalException;
    }

    /** The defaults: a journal with its default options, and the system's clock. */
    public static Settings defaults() {
        return new Settings(
                Limits.defaults(),
                directory -> Journal.open(directory, JournalOptions.defaults()),
                System::currentTimeMillis,
                ContentCache.DEFAULT_BYTES);
    }

    public Settings withLimits(Limits value) {
        return new Settings(value, journals, clockMs, cacheBytes);
    }

    public Settings withJournals(JournalFactory value) {
        return new Settings(limits, value, clockMs, cacheBytes);
    }
}
