package io.ternmq.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are taken, what is copied, what is given up. */
class HousekeepingTest {

    private static final int SIZE = 3000;

    @TempDir Path directory;

    /** Texts that are live until they are removed; a copy is the same text again. */
    private static final class Texts implements Housekeeping.Owner, AutoCloseable {

        final Journal journal;
        final Map<String, Long> live = new LinkedHashMap<>();
        final List<String> trims = new ArrayList<>();
        int checkpoints;

        Texts(Path directory) throws JournalException {
            this.journal = Journals.open(directory);
        }

        synchronized void add(String text) throws JournalException {
            String padded = text + "-" + "x".repeat(SIZE);
            long position = Journals.append(journal, padded).get(0);
            live.put(padded, position);
            journal.live(position, padded.length());
        }

        synchronized void remove(String text) {
            String padded = text + "-" + "x".repeat(SIZE);
            journal.live(live.remove(padded), -padded.length());
        }

        synchronized void force() throws JournalException {
            journal.force();
        }

        @Override
        public synchronized void checkpoint() throws JournalException {
            journal.force();
            try (CheckpointWriter writer = journal.beginCheckpoint()) {
                for (String text : live.keySet()) {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    writer.add(1, bytes, 0, bytes.length - SIZE);
                }
                writer.commit();
            }
            checkpoints++;
        }

        @Override
        public synchronized long keep(List<StoredRecord> records) throws JournalException {
            long bytes = 0;
            for (StoredRecord stored : records) {
                String text = Journals.text(stored.payload());
                Long position = live.get(text);
                if (position != null && position == stored.position()) {
                    long copy = Journals.append(journal, text).get(0);
                    journal.live(position, -text.length());
                    journal.live(copy, text.length());
                    live.put(text, copy);
                    bytes += text.length();
                }
            }
            return bytes;
        }

        @Override
        public synchronized ByteBuffer beforeTrim(Segment firstKept) throws JournalException {
            journal.force();
            trims.add(firstKept.number() + "");
            return ByteBuffer.allocate(0);
        }

        void settle(Housekeeping housekeeping) throws JournalException {
            int steps = 0;
            while (housekeeping.step()) {
                assertTrue(++steps < 10_000, "it never ends");
            }
        }

        long disk() {
            return journal.segments().stream().mapToLong(Segment::diskBytes).sum();
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    @Test
    void shouldKeepAFifoSmallWithoutCopyingIt() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            for (int i = 0; i < 3000; i++) {
                texts.add("m" + i);
                if (i >= 200) {
                    texts.remove("m" + (i - 200));
                }
                texts.settle(housekeeping);
                long live = texts.journal.metrics().liveBytes();
                assertTrue(
                        texts.disk() <= 3 * live + 3 * Journals.SMALL.fileSizeBytes(),
                        texts.disk() + " for " + live);
            }
            assertTrue(texts.journal.metrics().writeAmplification() <= 1.1);
            assertTrue(texts.trims.size() > 50);
        }
    }

    @Test
    void shouldCopyWhatIsColdForwardAndNotTooOften() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            for (int i = 0; i < 800; i++) {
                texts.add("cold" + i);
            }
            for (int i = 0; i < 8000; i++) {
                texts.add("m" + i);
                if (i >= 80) {
                    texts.remove("m" + (i - 80));
                }
                texts.settle(housekeeping);
                long live = texts.journal.metrics().liveBytes();
                assertTrue(
                        texts.disk() <= 3 * live + 3 * Journals.SMALL.fileSizeBytes(),
                        texts.disk() + " for " + live);
            }
            double amplification = texts.journal.metrics().writeAmplification();
            // so small files waste a twelfth of themselves
            assertTrue(amplification > 1.1 && amplification <= 1.6, amplification + "");
            texts.force();
        }
        TreeSet<String> left = new TreeSet<>();
        Journals.texts(directory).forEach(text -> left.add(text.substring(0, text.indexOf('-'))));
        for (int i = 0; i < 800; i++) {
            assertTrue(left.contains("cold" + i), "cold" + i);
        }
        assertTrue(left.contains("m7999"));
    }

    @Test
    void shouldFreeTheFilesBehindASingleOldRecord() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            texts.add("old");
            for (int i = 0; i < 400; i++) {
                texts.add("m" + i);
                texts.remove("m" + i);
                texts.settle(housekeeping);
                assertTrue(texts.journal.segments().size() <= 4, texts.journal.segments() + "");
            }
            assertTrue(texts.live.keySet().iterator().next().startsWith("old"));
        }
    }

    @Test
    void shouldGiveUpWhatIsDeadThoughNothingMoreIsAppended() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            for (int i = 0; i < 200; i++) {
                texts.add("m" + i);
                texts.remove("m" + i);
            }
            texts.settle(housekeeping);
            assertTrue(texts.journal.segments().size() <= 3, texts.journal.segments() + "");
            assertTrue(texts.checkpoints <= 3, texts.checkpoints + " checkpoints");
        }
    }

    @Test
    void shouldWorkOnAThreadOfItsOwnUntilItIsClosed() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            housekeeping.start();
            for (int i = 0; i < 1000; i++) {
                texts.add("m" + i);
                texts.remove("m" + i);
            }
            await().until(() -> texts.journal.segments().size() <= 3);
            housekeeping.close();
            housekeeping.close();
            assertFalse(
                    Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(t -> t.getName().equals("tern-journal-housekeeping")));
        }
    }

    @Test
    void shouldGiveUpNothingOnceSomethingNeededIsDamaged() throws Exception {
        try (Texts texts = new Texts(directory)) {
            Housekeeping housekeeping = new Housekeeping(texts.journal, texts);
            texts.add("old");
            for (int i = 0; i < 60; i++) {
                texts.add("m" + i);
                texts.remove("m" + i);
            }
            Path first = Journals.files(directory).get(0);
            byte[] bytes = Files.readAllBytes(first);
            bytes[(int) Position.offset(texts.live.values().iterator().next()) + 100] ^= 1;
            Files.write(first, bytes);
            texts.settle(housekeeping);
            for (int i = 60; i < 200; i++) {
                texts.add("m" + i);
                texts.remove("m" + i);
                texts.settle(housekeeping);
            }
            assertEquals(List.of(), texts.trims);
            assertTrue(Files.exists(first));
            assertTrue(texts.checkpoints > 3, "the journal goes on");
        }
    }
}
