package io.ternmq.journal;

import java.lang.System.Logger.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Leads what Chronicle says to System.Logger, under the name of the class that says it. */
final class ChronicleLogging {

    /** Warns of a cleaner that is not used, and of flags that no JVM knows since 17. */
    private static final Logger MISLEADING =
            Logger.getLogger(
                    "net.openhft.chronicle.core.internal.cleaner"
                            + ".ReflectionBasedByteBufferCleanerService");

    private ChronicleLogging() {}

    static void install() {
        MISLEADING.setLevel(java.util.logging.Level.OFF);
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
            public void on(
                    org.slf4j.Logger source, @Nullable String message, @Nullable Throwable thrown) {
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
