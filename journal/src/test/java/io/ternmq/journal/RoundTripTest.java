package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {

    @TempDir Path directory;

    @Test
    void shouldReplayWhatWasAppended() throws Exception {
        List<Long> positions;
        try (Journal journal = Journals.open(directory)) {
            assertEquals(Journal.NONE, journal.appendedPosition());
            positions = new ArrayList<>(Journals.append(journal, "one", "two", ""));
            positions.addAll(Journals.append(journal, "three"));
            assertEquals(positions.get(3), journal.appendedPosition());
            assertEquals(Journal.NONE, journal.durablePosition());
            assertEquals(positions.get(3), journal.force());
            assertEquals(positions.get(3), journal.durablePosition());
        }
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            assertEquals(positions.get(3), journal.durablePosition());
            Map<Long, String> found = Journals.replay(journal);
            assertEquals(positions, List.copyOf(found.keySet()));
            assertEquals(List.of("one", "two", "", "three"), List.copyOf(found.values()));
        }
    }

    @Test
    void shouldRollThroughManyFilesAndOpenings() throws Exception {
        Map<Long, String> expected = new LinkedHashMap<>();
        long last = 0;
        for (int opening = 0; opening < 4; opening++) {
            try (Journal journal = Journal.open(directory, Journals.SMALL)) {
                assertEquals(expected, Journals.replay(journal));
                for (int i = 0; i < 300; i++) {
                    String text = "r" + opening + "-" + i + "-" + "x".repeat(i * 7 % 1500);
                    long position = Journals.append(journal, text).get(0);
                    assertTrue(position > last);
                    last = position;
                    expected.put(position, text);
                    if (i % 10 == 0) {
                        journal.force();
                    }
                }
                journal.force();
                for (Map.Entry<Long, String> entry : expected.entrySet()) {
                    StoredRecord stored = journal.read(entry.getKey());
                    assertEquals(entry.getValue(), Journals.text(stored.payload()));
                    assertEquals(7, stored.type());
                }
            }
        }
        assertEquals(expected, Journals.contents(directory));
        assertTrue(Journals.files(directory).size() > 8);
    }

    @Test
    void shouldReplayACopyOfADirectoryThatWasNeverClosed() throws Exception {
        Path copy = directory.resolve("copy");
        Path original = directory.resolve("original");
        try (Journal journal = Journals.open(original)) {
            for (int i = 0; i < 200; i++) {
                Journals.append(journal, "record " + i + "y".repeat(900));
            }
            Journals.copy(original, copy);
        }
        assertEquals(Journals.contents(original), Journals.contents(copy));
        assertEquals(200, Journals.contents(copy).size());
    }

    @Test
    void shouldTakeTheLargestBatchAndNoLarger() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            RecordBatch batch = journal.newBatch();
            int most = Journals.SMALL.maxBatchBytes();
            byte[] bytes = new byte[most];
            int length = most;
            while (!batch.fits(length)) {
                length--;
            }
            int largest = length;
            assertTrue(most - largest < 64);
            assertThrows(IllegalArgumentException.class, () -> batch.add(1, bytes, 0, largest + 1));
            for (int i = 0; i < 20; i++) {
                batch.clear();
                batch.add(1, bytes, 0, largest);
                assertTrue(batch.sizeBytes() <= most);
                journal.append(batch);
            }
            journal.force();
        }
        assertEquals(20, Journals.contents(directory).size());
    }

    @Test
    void shouldNotPileUpFilesOfOpeningsThatWroteNothing() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "kept");
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of("kept"), Journals.texts(directory));
        }
        assertEquals(2, Journals.files(directory).size());
    }
}
