package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Giving up the oldest files, and what a crash leaves of that. */
class TrimTest {

    @TempDir Path directory;

    static ByteBuffer note(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Two checkpoints, each in the file that is being written then. */
    static void twoCheckpoints(Journal journal) throws JournalException {
        for (int i = 0; i < 2; i++) {
            Journals.append(journal, "between");
            journal.force();
            try (CheckpointWriter writer = journal.beginCheckpoint()) {
                writer.commit();
            }
        }
    }

    private static void fill(Journal journal, int files) throws JournalException {
        int last = journal.segments().size() + files;
        while (journal.segments().size() < last) {
            journal.marks(journal.segments().size(), 7);
            Journals.append(journal, journal.segments().size() + "x".repeat(3000));
        }
        journal.force();
    }

    @Test
    void shouldForgetTheFilesBeforeTheNewStart() throws Exception {
        List<String> kept;
        long first;
        try (Journal journal = Journals.open(directory)) {
            fill(journal, 4);
            twoCheckpoints(journal);
            first = journal.trimLimit();
            assertEquals(5, journal.segments().size());
            journal.trim(first, note("what went"));
            assertEquals(1, journal.segments().size());
            assertEquals(1, Journals.files(directory).size());
            assertEquals("what went", Journals.text(journal.startNote()));
            assertEquals(4, journal.metrics().trimmedSegments());
            fill(journal, 1);
        }
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            assertEquals("what went", Journals.text(journal.startNote()));
            assertEquals(first, journal.segments().get(0).number());
            kept = List.copyOf(Journals.replay(journal).values());
        }
        assertEquals("4", kept.get(0).substring(0, 1));
        assertEquals(kept, Journals.texts(directory));
    }

    @Test
    void shouldNotCountFilesThatACrashLeftBeforeTheStart() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path source = directory.resolve("source");
        try (Journal journal = Journals.open(source)) {
            fill(journal, 3);
            twoCheckpoints(journal);
            Journals.copy(source, copy.resolve("journal"));
            journal.trim(journal.trimLimit(), note("n"));
        }
        Files.copy(source.resolve(StartMark.FILE), copy.resolve("journal/" + StartMark.FILE));
        assertEquals(Journals.texts(source), Journals.texts(copy.resolve("journal")));
        // the one that is kept and that of the last opening
        assertEquals(2, Journals.files(copy).size());
    }

    @Test
    void shouldRefuseToGiveUpWhatIsLiveOrNeededByACheckpoint() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            long live = Journals.append(journal, "live").get(0);
            journal.live(live, 4);
            fill(journal, 2);
            long current = journal.segments().get(2).number();
            assertThrows(
                    IllegalArgumentException.class, () -> journal.trim(current, note("too early")));
            twoCheckpoints(journal);
            IllegalArgumentException refused =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> journal.trim(current, note("still live")));
            assertTrue(refused.getMessage().contains("4 live bytes"), refused.getMessage());
            assertEquals("live", Journals.text(journal.read(live).payload()));
            assertFalse(Files.exists(directory.resolve(StartMark.FILE)));
            journal.live(live, -4);
            journal.trim(current, note("now"));
            assertThrows(JournalException.class, () -> journal.read(live));
        }
    }

    @Test
    void shouldDeleteNothingWhenTheStartCannotBeWritten() throws Exception {
        boolean[] broken = {false};
        ForcePolicy policy =
                (channel, path) -> {
                    if (broken[0] && path.getFileName().toString().startsWith(StartMark.FILE)) {
                        throw new IOException("no such luck");
                    }
                };
        try (Journal journal = Journals.open(directory, policy)) {
            fill(journal, 2);
            twoCheckpoints(journal);
            broken[0] = true;
            JournalException failed =
                    assertThrows(
                            JournalException.class,
                            () -> journal.trim(journal.trimLimit(), note("n")));
            assertTrue(failed.getMessage().contains("Nothing was deleted"), failed.getMessage());
            assertEquals(3, journal.segments().size());
            assertEquals(3, Journals.files(directory).size());
            // it was no promise, so the journal goes on
            Journals.append(journal, "more");
            journal.force();
        }
    }

    @Test
    void shouldRefuseADamagedOrMissingStart() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            fill(journal, 2);
            twoCheckpoints(journal);
            journal.trim(journal.trimLimit(), note("note"));
            fill(journal, 1);
        }
        Path start = directory.resolve(StartMark.FILE);
        byte[] whole = Files.readAllBytes(start);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(start, flipped);
            JournalCorruptException refused =
                    assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
            assertEquals(start.toRealPath(), refused.file().toRealPath());
        }
        Files.delete(start);
        assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        Files.write(start, whole);
        assertFalse(Journals.texts(directory).isEmpty());
    }

    @Test
    void shouldCarryTheMarksOfTheOwnerThroughARestart() throws Exception {
        List<List<Long>> marks = new ArrayList<>();
        try (Journal journal = Journals.open(directory)) {
            fill(journal, 3);
            journal.segments().forEach(segment -> marks.add(segment.marks()));
        }
        assertEquals(List.of(1L, 7L, 0L, 0L, 0L, 0L), marks.get(0));
        assertEquals(List.of(3L, 7L, 0L, 0L, 0L, 0L), marks.get(3));
        try (Journal journal = Journals.open(directory)) {
            journal.marks(99, 99);
            List<List<Long>> found = new ArrayList<>();
            journal.segments().forEach(segment -> found.add(segment.marks()));
            assertEquals(marks, found.subList(0, 4));
            assertEquals(List.of(99L, 99L, 0L, 0L, 0L, 0L), found.get(4));
        }
        try (Journal journal = Journals.open(directory)) {
            assertThrows(IllegalArgumentException.class, () -> journal.marks(1, 2, 3, 4, 5, 6, 7));
        }
    }

    @Test
    void shouldScanASegmentInPieces() throws Exception {
        List<String> all = new ArrayList<>();
        try (Journal journal = Journals.open(directory)) {
            fill(journal, 2);
            for (Segment segment : journal.segments()) {
                long after = Journal.NONE;
                int pieces = 0;
                do {
                    after =
                            journal.scan(
                                    segment.number(),
                                    after,
                                    10_000,
                                    (position, type, payload) -> all.add(Journals.text(payload)));
                    pieces++;
                } while (after != Journal.NONE);
                assertTrue(pieces > 5 || segment.bytes() < 60_000, pieces + " of " + segment);
            }
        }
        assertEquals(Journals.texts(directory), all);
    }
}
