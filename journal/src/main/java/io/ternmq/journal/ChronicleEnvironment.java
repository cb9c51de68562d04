package io.ternmq.journal;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Chronicle Queue needs of the JVM, arranged before the first class of it loads: that it never
 * reports to an outside host, starts no thread of its own, and finds the two packages open without
 * which it silently works read-only. Refers to no class of Chronicle.
 */
final class ChronicleEnvironment {

    /** Set whatever the application says: none of them is a matter of taste. */
    static final Map<String, String> PROPERTIES =
            Map.of(
                    "chronicle.analytics.disable", "true",
                    "chronicle.announcer.disable", "true",
                    "chronicle.disk.monitor.disable", "true",
                    // Resources are released by the thread that closes them: no thread is left
                    // behind to hold the class loader of an undeployed application.
                    "background.releaser", "false");

    static final List<String> PACKAGES = List.of("java.lang.reflect", "sun.nio.ch");

    static final String REMEDY =
            "Start the JVM with "
                    + PACKAGES.stream()
                            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                            .collect(Collectors.joining(" "));

    private static final System.Logger LOG = System.getLogger(ChronicleEnvironment.class.getName());

    private static boolean prepared;

    private ChronicleEnvironment() {}

    /** Idempotent. */
    static synchronized void prepare() throws JournalEnvironmentException {
        if (prepared) {
            return;
        }
        PROPERTIES.forEach(System::setProperty);
        openPackages();
        ChronicleLogging.install();
        prepared = true;
    }

    private static void openPackages() throws JournalEnvironmentException {
        List<String> closed = closedPackages();
        if (closed.isEmpty()) {
            return;
        }
        Exception cause = open(closed);
        List<String> still = closedPackages();
        if (!still.isEmpty()) {
            throw new JournalEnvironmentException(
                    "The journal cannot start: this JVM does not open "
                            + String.join(" and ", still)
                            + " of java.base to it, and java.lang is not open either, so that it"
                            + " cannot do so itself. "
                            + REMEDY,
                    cause);
        }
        LOG.log(
                Level.INFO,
                "TERN0104 opened {0} of java.base to Chronicle Queue; {1} makes this needless",
                String.join(" and ", closed),
                REMEDY);
    }

    private static List<String> closedPackages() {
        Module base = Object.class.getModule();
        Module own = ChronicleEnvironment.class.getModule();
        return PACKAGES.stream().filter(name -> !base.isOpen(name, own)).toList();
    }

    /** Works where java.lang is open, as application servers have it. */
    private static @Nullable Exception open(List<String> packages) {
        try {
            Method opens = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
            opens.setAccessible(true);
            for (String name : packages) {
                opens.invoke(Object.class.getModule(), name);
            }
            return null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return e;
        }
    }
}
