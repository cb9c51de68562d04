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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints: what is in them, what follows them, and what becomes of damaged ones. */
class CheckpointTest {

    @TempDir Path directory;

    private static long checkpoint(Journal journal, String... state) throws JournalException {
        try (CheckpointWriter writer = journal.beginCheckpoint()) {
            for (String text : state) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                writer.add(300, bytes, 0, bytes.length);
            }
            writer.commit();
            return writer.position();
        }
    }

    private static List<String> state(StoredCheckpoint checkpoint) throws JournalException {
        List<String> state = new ArrayList<>();
        checkpoint.read(
                (type, payload) -> {
                    assertEquals(300, type);
                    state.add(Journals.text(payload));
                });
        return state;
    }

    private List<String> behind(int nth) throws JournalException {
        List<String> texts = new ArrayList<>();
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            journal.replay(
                    journal.checkpoints().get(nth),
                    (position, type, payload) -> texts.add(Journals.text(payload)));
        }
        return texts;
    }

    private Path newestFile() throws IOException {
        List<Path> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(directory, "checkpoint-*")) {
            entries.forEach(found::add);
        }
        found.sort(null);
        return found.get(found.size() - 1);
    }

    @Test
    void shouldGiveBackTheStateAndWhatFollowedIt() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 60; i++) {
                Journals.append(journal, i + "x".repeat(3000));
            }
            journal.force();
            checkpoint(journal, "first state");
            Journals.append(journal, "one", "two");
            journal.force();
            checkpoint(journal, "a", "b".repeat(1_000_000), "");
            Journals.append(journal, "three");
            journal.force();
        }
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            List<StoredCheckpoint> found = journal.checkpoints();
            assertEquals(2, found.size());
            assertEquals(List.of("a", "b".repeat(1_000_000), ""), state(found.get(0)));
            assertEquals(List.of("first state"), state(found.get(1)));
            assertEquals(Files.size(newestFile()), found.get(0).bytes());
        }
        assertEquals(List.of("three"), behind(0));
        assertEquals(List.of("one", "two", "three"), behind(1));
        assertEquals(63, Journals.texts(directory).size());
    }

    @Test
    void shouldNotReadFilesBeforeTheNewestCheckpointAtOpening() throws Exception {
        List<Long> positions = new ArrayList<>();
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 60; i++) {
                positions.addAll(Journals.append(journal, i + "x".repeat(3000)));
            }
            journal.force();
            checkpoint(journal, "state");
            Journals.append(journal, "behind");
            journal.force();
        }
        Path first = Journals.files(directory).get(0);
        byte[] bytes = Files.readAllBytes(first);
        int damaged = (int) Position.offset(positions.get(3)) + 1000;
        bytes[damaged] ^= 1;
        Files.write(first, bytes);
        assertEquals(List.of("behind"), behind(0));
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            assertThrows(JournalException.class, () -> journal.read(positions.get(3)));
            assertEquals(
                    "2" + "x".repeat(3000),
                    Journals.text(journal.read(positions.get(2)).payload()));
            JournalCorruptException refused =
                    assertThrows(
                            JournalCorruptException.class,
                            () -> journal.replay((position, type, payload) -> {}));
            assertEquals(first.getFileName(), refused.file().getFileName());
        }
    }

    @Test
    void shouldNotCountWhatWasNotCommitted() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "x");
            journal.force();
            checkpoint(journal, "whole");
            try (CheckpointWriter writer = journal.beginCheckpoint()) {
                writer.add(300, new byte[600_000], 0, 600_000);
            }
            assertEquals(1, journal.checkpoints().size());
            assertTrue(newestFile().endsWith("checkpoint-00000001"), newestFile().toString());
        }
    }

    @Test
    void shouldRefuseToCommitWhatIsNotDurable() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "x");
            try (CheckpointWriter writer = journal.beginCheckpoint()) {
                assertThrows(IllegalStateException.class, writer::commit);
            }
            assertEquals(List.of(), journal.checkpoints());
        }
    }

    @Test
    void shouldKeepTheTwoNewestAndFallBackToTheOlder() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 4; i++) {
                Journals.append(journal, "record " + i);
                journal.force();
                checkpoint(journal, "state " + i);
            }
            assertEquals(4, journal.metrics().checkpoints());
            assertEquals(2, journal.checkpoints().size());
        }
        Path newest = newestFile();
        byte[] whole = Files.readAllBytes(newest);
        int[] answers = new int[2];
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(newest, flipped);
            try (Journal journal = Journal.open(directory, Journals.SMALL)) {
                StoredCheckpoint first = journal.checkpoints().get(0);
                if (first.number() == 4) {
                    // found out when it is read; the one before is there
                    assertThrows(JournalException.class, () -> state(first));
                    assertEquals(List.of("state 2"), state(journal.checkpoints().get(1)));
                    answers[1]++;
                } else {
                    assertEquals(List.of("state 2"), state(first));
                    answers[0]++;
                }
            }
        }
        assertTrue(answers[0] > 0 && answers[1] > 0, Arrays.toString(answers));
        for (int length = 0; length < whole.length; length++) {
            Files.write(newest, Arrays.copyOf(whole, length));
            try (Journal journal = Journal.open(directory, Journals.SMALL)) {
                assertEquals(3, journal.checkpoints().get(0).number());
            }
        }
        Files.write(newest, new byte[whole.length]);
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "more");
            journal.force();
            checkpoint(journal, "state 5");
            assertEquals(2, journal.checkpoints().size());
            assertFalse(Files.exists(newest), "a damaged one goes when there are two others");
        }
        assertEquals(
                List.of("record 0", "record 1", "record 2", "record 3", "more"),
                Journals.texts(directory));
    }

    @Test
    void shouldRefuseAJournalThatEndsBeforeItsCheckpoint() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 30; i++) {
                Journals.append(journal, i + "x".repeat(3000));
            }
            journal.force();
            checkpoint(journal, "state");
        }
        Path last = Journals.files(directory).get(1);
        byte[] whole = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(whole, 20_000));
        assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        Files.delete(last);
        Files.delete(DirectoryLayout.begun(last));
        JournalCorruptException refused =
                assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        assertTrue(refused.getMessage().contains("checkpoint"), refused.getMessage());
    }

    @Test
    void shouldCountBatchesForcesAndBytes() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "a");
            Journals.append(journal, "a", "b", "c");
            ByteBuffer nothing = journal.startNote();
            assertEquals(0, nothing.remaining());
            journal.force();
            checkpoint(journal, "state");
            JournalMetrics metrics = journal.metrics();
            assertEquals(2, metrics.batches());
            assertEquals(4, metrics.records());
            assertEquals(1, metrics.forces());
            assertEquals(List.of(1L, 1L, 0L), metrics.batchRecords().subList(0, 3));
            assertEquals(1.0, metrics.writeAmplification());
            journal.copied(metrics.appendedBytes() / 2);
            assertEquals(2.0, journal.metrics().writeAmplification(), 0.05);
            assertTrue(metrics.lastCheckpointBytes() > 0 && metrics.lastCheckpointAtMs() > 0);
            journal.live(journal.appendedPosition(), 5);
            assertEquals(5, journal.metrics().liveBytes());
            assertEquals(metrics.diskBytes() - 5, journal.metrics().deadBytes());
        }
    }
}
