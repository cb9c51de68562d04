package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM must allow, and what must not be on the class path. */
class EnvironmentTest {

    @TempDir Path directory;

    @Test
    void shouldFailFastWithoutTheFlags() throws Exception {
        String output = Child.output(Child.startBare(OpeningChild.class, List.of(), directory));
        assertTrue(output.contains(JournalEnvironmentException.class.getName()), output);
        for (String flag : Child.FLAGS) {
            assertTrue(output.contains(flag), output);
        }
        try (var entries = Files.list(directory)) {
            assertEquals(0, entries.count(), "something was written all the same");
        }
    }

    @Test
    void shouldNameThePackageThatIsMissing() throws Exception {
        String output =
                Child.output(
                        Child.startBare(
                                OpeningChild.class, List.of(Child.FLAGS.get(0)), directory));
        assertTrue(output.contains("does not open sun.nio.ch of java.base"), output);
    }

    @Test
    void shouldOpenThePackagesItselfWhereJavaLangIsOpen() throws Exception {
        String output =
                Child.output(
                        Child.startBare(
                                OpeningChild.class,
                                List.of("--add-opens=java.base/java.lang=ALL-UNNAMED"),
                                directory));
        assertEquals("from a child", output.strip());
        assertEquals(List.of("from a child"), Journals.texts(directory));
    }

    @Test
    void shouldHaveNothingThatReportsToAnOutsideHost() throws Exception {
        Journals.open(directory).close();
        assertThrows(
                ClassNotFoundException.class,
                () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
        assertFalse(Child.classPath().contains("analytics"), Child.classPath());
        ChronicleEnvironment.PROPERTIES.forEach(
                (name, value) -> assertEquals(value, System.getProperty(name), name));
    }

    @Test
    void shouldLeaveNoThreadBehind() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "x");
            journal.force();
        }
        List<String> ours =
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.contains("~") || name.contains("tern"))
                        .toList();
        assertEquals(List.of(), ours);
    }
}
