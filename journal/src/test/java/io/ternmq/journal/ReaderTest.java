package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderTest {

    private static final int RECORDS = 3000;

    @TempDir Path directory;

    private static String textOf(int index) {
        return index + "-" + "r".repeat(index * 31 % 700);
    }

    @Test
    void shouldReadAnythingWhileTheWriterGoesOn() throws Exception {
        AtomicLongArray positions = new AtomicLongArray(RECORDS);
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try (Journal journal = Journals.open(directory)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                Random random = new Random(reader);
                results.add(
                        readers.submit(
                                () -> {
                                    int reads = 0;
                                    while (!done.get() || reads < RECORDS) {
                                        int to = written.get();
                                        if (to == 0) {
                                            Thread.onSpinWait();
                                            continue;
                                        }
                                        // Half of them among the newest.
                                        int index =
                                                reads % 2 == 0
                                                        ? random.nextInt(to)
                                                        : Math.max(0, to - 1 - random.nextInt(3));
                                        StoredRecord stored = journal.read(positions.get(index));
                                        assertEquals(
                                                textOf(index), Journals.text(stored.payload()));
                                        if (reads % 100 == 0) {
                                            Thread.currentThread().interrupt();
                                        }
                                        reads++;
                                    }
                                    return reads;
                                }));
            }
            for (int i = 0; i < RECORDS; i++) {
                positions.set(i, Journals.append(journal, textOf(i)).get(0));
                written.set(i + 1);
                if (i % 50 == 0) {
                    journal.force();
                }
            }
            done.set(true);
            for (Future<Integer> result : results) {
                assertTrue(result.get() >= RECORDS);
            }
        } finally {
            readers.shutdownNow();
        }
        assertTrue(Journals.files(directory).size() > 5);
    }

    @Test
    void shouldRefuseAPositionThatIsNone() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            long good = Journals.append(journal, "good").get(0);
            for (long bad :
                    new long[] {
                        0, 1, good - 1, good + 1, good + 4, good + 1_000_000, -1, 99L << 32
                    }) {
                assertThrows(JournalException.class, () -> journal.read(bad), "position " + bad);
            }
            assertEquals("good", Journals.text(journal.read(good).payload()));
        }
    }

    @Test
    void shouldSayThatItIsClosed() throws Exception {
        Journal journal = Journals.open(directory);
        long position = Journals.append(journal, "x").get(0);
        journal.close();
        journal.close();
        for (JournalException refused :
                List.of(
                        assertThrows(JournalException.class, () -> journal.read(position)),
                        assertThrows(JournalException.class, journal::force),
                        assertThrows(
                                JournalException.class, () -> Journals.append(journal, "y")))) {
            assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
        }
    }

    @Test
    void shouldInsistOnAReplayBeforeTheFirstAppend() throws Exception {
        try (Journal journal = Journal.open(directory, Journals.SMALL)) {
            assertThrows(IllegalStateException.class, () -> Journals.append(journal, "early"));
            assertEquals(0, Journals.replay(journal).size());
            assertEquals(0, Journals.replay(journal).size());
            Journals.append(journal, "in time");
            assertThrows(IllegalStateException.class, () -> Journals.replay(journal));
            journal.force();
        }
        assertEquals(List.of("in time"), Journals.texts(directory));
    }

    @Test
    void shouldRefuseABatchThatIsEmptyOrStrange() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            RecordBatch batch = journal.newBatch();
            assertThrows(IllegalArgumentException.class, () -> journal.append(batch));
            assertThrows(
                    IllegalArgumentException.class, () -> batch.add(65_536, new byte[1], 0, 1));
            assertThrows(IllegalArgumentException.class, () -> batch.add(-1, new byte[1], 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> batch.add(1, new byte[1], 0, 2));
            batch.add(65_535, new byte[] {1}, 0, 1);
            assertThrows(IllegalStateException.class, () -> batch.position(0));
            journal.append(batch);
            assertEquals(65_535, journal.read(batch.position(0)).type());
        }
    }
}
