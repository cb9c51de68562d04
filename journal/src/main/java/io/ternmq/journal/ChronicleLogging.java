package io.ternmq.journal;

import java.lang.System.Logger.Level;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Leads what Chronicle says to System.Logger, under the name of the class that says it. */
final class ChronicleLogging {

    private ChronicleLogging() {}

    static void install() {
        ExceptionHandler quiet = to(Level.DEBUG);
        Jvm.setExceptionHandlers(to(Level.ERROR), to(Level.WARNING), quiet, quiet);
    }

    private static ExceptionHandler to(Level level) {
        return new ExceptionHandler() {
            @Override
            public void on(Class<?> source, @Nullable String message, @Nullable Throwable thrown) {
                log(source.getName(), message, thrown);
            }

            @Override
            public void on(Logger source, @Nullable String message, @Nullable Throwable thrown) {
                log(source.getName(), message, thrown);
            }

            private void log(String source, @Nullable String message, @Nullable Throwable thrown) {
                System.getLogger(source).log(level, "TERN0105 Chronicle: " + message, thrown);
            }

            @Override
            public boolean isEnabled(Class<?> source) {
                return System.getLogger(source.getName()).isLoggable(level);
            }
        };
    }
}
