package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the journal forces, in what order, and what it does when that fails. */
class ForceTest {

    @TempDir Path temporary;

    /** Forces of data files as the JVM itself reports them. */
    private long forcesSeenByTheJvm(ForcePolicy policy, int sends) throws Exception {
        Path directory = temporary.resolve("journal");
        Path dump = temporary.resolve("forces.jfr");
        try (Journal journal = Journals.open(directory, policy);
                Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            for (int i = 0; i < sends; i++) {
                Journals.append(journal, "send " + i);
                journal.force();
            }
            recording.stop();
            recording.dump(dump);
        }
        long forces = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(dump)) {
            if (event.getString("path").endsWith(".cq4")) {
                forces++;
            }
        }
        return forces;
    }

    @Test
    void shouldForceOnceForEachForce() throws Exception {
        assertEquals(40, forcesSeenByTheJvm(ForcePolicy.DEVICE, 40));
    }

    @Test
    void shouldSeeNoForceWhereThePolicyLeavesItOut() throws Exception {
        assertEquals(0, forcesSeenByTheJvm((channel, path) -> {}, 40));
    }

    @Test
    void shouldForceNothingWhenNothingWasAppended() throws Exception {
        List<Path> forced = new ArrayList<>();
        try (Journal journal = Journals.open(temporary, recording(forced))) {
            Journals.append(journal, "x");
            journal.force();
            forced.clear();
            assertEquals(journal.appendedPosition(), journal.force());
            assertEquals(List.of(), forced);
        }
    }

    @Test
    void shouldForceOldFileNewFileAndDirectoryAtARoll() throws Exception {
        List<Path> forced = new ArrayList<>();
        try (Journal journal = Journals.open(temporary, recording(forced))) {
            Path old = Journals.files(temporary).get(0);
            long before = 0;
            while (Journals.files(temporary).size() == 1) {
                forced.clear();
                before = journal.appendedPosition();
                Journals.append(journal, "x".repeat(3000));
            }
            Path fresh = Journals.files(temporary).get(1);
            assertEquals(
                    List.of(
                            old.toRealPath(),
                            parent(fresh).toRealPath(),
                            fresh.toRealPath(),
                            old.toRealPath()),
                    forced);
            assertEquals(before, journal.durablePosition());
        }
    }

    @Test
    void shouldForceTheNameOfAFileBeforeItsContentIsWritten() throws Exception {
        // With the old name and new content it would be taken for reserved space.
        Set<Path> named = new HashSet<>();
        List<Path> tooEarly = new ArrayList<>();
        ForcePolicy policy =
                (channel, path) -> {
                    for (Path file : Journals.files(temporary)) {
                        boolean isWritten = Files.readAllBytes(file)[0] != 0;
                        if (isWritten && !named.contains(file)) {
                            tooEarly.add(file);
                        }
                        if (Files.isDirectory(path) && file.startsWith(path)) {
                            named.add(file);
                        }
                    }
                };
        try (Journal journal = Journals.open(temporary, policy)) {
            while (Journals.files(temporary).size() < 3) {
                Journals.append(journal, "x".repeat(3000));
                journal.force();
            }
        }
        assertEquals(List.of(), tooEarly);
        assertTrue(named.size() >= 2);
    }

    @Test
    void shouldForceTheNameOfAFileBeforeItsMarkIsMade() throws Exception {
        // Names reach the disk in any order until their directory is forced.
        Set<Path> named = new HashSet<>();
        List<Path> tooEarly = new ArrayList<>();
        ForcePolicy policy =
                (channel, path) -> {
                    for (Path file : Journals.files(temporary)) {
                        Path mark = DirectoryLayout.begun(file);
                        if (Files.exists(mark) && !named.contains(file)) {
                            tooEarly.add(mark);
                        }
                        if (Files.isDirectory(path) && file.startsWith(path)) {
                            named.add(file);
                        }
                    }
                };
        try (Journal journal = Journals.open(temporary, policy)) {
            while (Journals.files(temporary).size() < 3) {
                Journals.append(journal, "x".repeat(3000));
                journal.force();
            }
        }
        assertEquals(List.of(), tooEarly);
        assertTrue(named.size() >= 2);
    }

    @Test
    void shouldForceEveryRetainedFileAndDirectoryBeforeOpenReturns() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            for (int i = 0; i < 100; i++) {
                Journals.append(journal, "x".repeat(3000));
            }
            journal.force();
        }
        List<Path> files = Journals.files(temporary);
        assertTrue(files.size() > 3);
        List<Path> forced = new ArrayList<>();
        Journals.open(temporary, recording(forced)).close();
        for (Path file : files) {
            assertTrue(forced.contains(file.toRealPath()), file.toString());
        }
        assertTrue(forced.contains(parent(files.get(0)).toRealPath()));
        assertTrue(forced.contains(temporary.toRealPath()));
    }

    @Test
    void shouldEndWithTheFirstFailedForce() throws Exception {
        boolean[] broken = {false};
        ForcePolicy failing =
                (channel, path) -> {
                    if (broken[0]) {
                        throw new IOException("no such luck");
                    }
                };
        try (Journal journal = Journals.open(temporary, failing)) {
            Journals.append(journal, "durable");
            long durable = journal.force();
            long lost = Journals.append(journal, "lost").get(0);
            broken[0] = true;
            JournalException first = assertThrows(JournalException.class, journal::force);
            assertTrue(first.getMessage().contains("no such luck"), first.getMessage());
            broken[0] = false;
            assertSame(first, assertThrows(JournalException.class, journal::force));
            assertSame(
                    first,
                    assertThrows(JournalException.class, () -> Journals.append(journal, "more")));
            assertEquals(durable, journal.durablePosition());
            assertEquals("lost", Journals.text(journal.read(lost).payload()));
        }
    }

    @Test
    void shouldNotOpenWhenARetainedFileCannotBeForced() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "x");
        }
        ForcePolicy failing =
                (channel, path) -> {
                    throw new IOException("not this disk");
                };
        JournalException refused =
                assertThrows(JournalException.class, () -> Journals.open(temporary, failing));
        assertTrue(refused.getMessage().contains("not this disk"), refused.getMessage());
        assertEquals(List.of("x"), Journals.texts(temporary));
    }

    private static ForcePolicy recording(List<Path> forced) {
        return (channel, path) -> {
            ForcePolicy.DEVICE.force(channel, path);
            if (!path.toString().endsWith(ReservedSpace.SUFFIX)) {
                forced.add(path.toRealPath());
            }
        };
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        assertTrue(parent != null && Files.isDirectory(parent));
        return parent;
    }
}
