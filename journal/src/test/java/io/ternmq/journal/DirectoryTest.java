package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may open a directory, and what it must look like. */
class DirectoryTest {

    @TempDir Path temporary;

    @Test
    void shouldKeepItsIdentity() throws Exception {
        UUID id;
        try (Journal journal = Journals.open(temporary)) {
            id = journal.id();
            assertEquals(temporary.toRealPath(), journal.directory());
        }
        try (Journal journal = Journals.open(temporary)) {
            assertEquals(id, journal.id());
        }
    }

    @Test
    void shouldRefuseASecondOpeningInThisJvm() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
        try (Journal journal = Journals.open(temporary)) {
            JournalLockedException refused =
                    assertThrows(JournalLockedException.class, () -> Journals.open(link));
            assertTrue(refused.sameProcess());
            assertTrue(
                    refused.getMessage().contains(journal.directory().toString()),
                    refused.getMessage());
            // The refusal must not have released the lock towards other processes.
            assertTrue(Child.run(OpeningChild.class, temporary).contains("held by another"));
        }
        Journals.open(temporary).close();
    }

    @Test
    void shouldRefuseAnotherClassLoaderOfThisJvm() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : Child.classPath().split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (Journal journal = Journals.open(temporary);
                URLClassLoader other =
                        new URLClassLoader(
                                urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> copy = other.loadClass(Journals.class.getName());
            assertFalse(copy == Journals.class);
            var open = copy.getDeclaredMethod("open", Path.class);
            open.setAccessible(true);
            Throwable refused =
                    assertThrows(
                                    InvocationTargetException.class,
                                    () -> open.invoke(null, journal.directory()))
                            .getCause();
            assertEquals(JournalLockedException.class.getName(), refused.getClass().getName());
            assertTrue(refused.getMessage().contains("class loader"), refused.getMessage());
        }
    }

    @Test
    void shouldNameTheProcessThatHoldsIt() throws Exception {
        Process holder = Child.start(HoldingChild.class, List.of(), temporary);
        try {
            assertEquals("open", Child.lines(holder).readLine());
            JournalLockedException refused =
                    assertThrows(JournalLockedException.class, () -> Journals.open(temporary));
            assertFalse(refused.sameProcess());
            assertTrue(
                    refused.getMessage().contains("pid=" + holder.pid() + " started="),
                    refused.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        Journals.open(temporary).close();
    }

    @Test
    void shouldRefuseANewerFormat() throws Exception {
        Journals.open(temporary).close();
        Path id = temporary.resolve(JournalIdentity.FILE);
        Files.writeString(id, "TernMQ journal format 3\nwho knows\n");
        JournalFormatException refused =
                assertThrows(JournalFormatException.class, () -> Journals.open(temporary));
        assertEquals(3, refused.found());
        assertEquals(2, refused.supported());
        assertTrue(
                refused.getMessage().contains("version 3")
                        && refused.getMessage().contains("up to 2"),
                refused.getMessage());
        assertEquals("TernMQ journal format 3\nwho knows\n", Files.readString(id));
    }

    @Test
    void shouldRefuseADamagedOrMissingIdentity() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "kept");
        }
        Path id = temporary.resolve(JournalIdentity.FILE);
        String text = Files.readString(id);
        Files.writeString(id, text.replace("id ", "id 0"));
        assertThrows(JournalCorruptException.class, () -> Journals.open(temporary));
        Files.writeString(id, "");
        assertThrows(JournalCorruptException.class, () -> Journals.open(temporary));
        Files.delete(id);
        assertThrows(JournalCorruptException.class, () -> Journals.open(temporary));
        Files.writeString(id, text);
        assertEquals(List.of("kept"), Journals.texts(temporary));
    }

    @Test
    void shouldNameADirectoryThatCannotBe() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        JournalException refused =
                assertThrows(JournalException.class, () -> Journals.open(file.resolve("journal")));
        assertTrue(
                refused.getMessage().contains(file.toString())
                        && refused.getMessage().contains("another directory"),
                refused.getMessage());
    }

    @Test
    void shouldRefuseAFileThatIsThereTwice() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "kept");
        }
        Path original = temporary.resolve("opening-00000001");
        Journals.copy(original, temporary.resolve("opening-00000007"));
        JournalException refused =
                assertThrows(JournalException.class, () -> Journals.open(temporary));
        assertTrue(refused.getMessage().contains("twice"), refused.getMessage());
    }
}
