package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recovery says to files that were changed while nobody had them open. */
class DamageTest {

    private static final List<String> TEXTS = List.of("zero", "one", "two", "three", "four");

    @TempDir Path temporary;

    private final List<Integer> offsets = new ArrayList<>();
    private Path directory = Path.of("");
    private Path file = Path.of("");
    private byte[] whole = new byte[0];

    /** One file with five batches; each but the last is known to be durable by a later one. */
    private void writeFive(boolean forceEach) throws IOException {
        directory = temporary.resolve("journal");
        try (Journal journal = Journals.open(directory)) {
            for (String text : TEXTS) {
                long position = Journals.append(journal, text).get(0);
                offsets.add((int) Position.offset(position) - BatchFormat.HEADER_BYTES);
                if (forceEach) {
                    journal.force();
                }
            }
        }
        file = Journals.files(directory).get(0);
        whole = Files.readAllBytes(file);
    }

    /** The contents of a fresh copy in which the one file is replaced. */
    private List<String> textsWith(byte[] changed) throws IOException {
        Path copy = Files.createTempDirectory(temporary, "copy").resolve("journal");
        Journals.copy(directory, copy);
        Files.write(copy.resolve(directory.relativize(file)), changed);
        return Journals.texts(copy);
    }

    private byte[] flipped(int offset, int bit) {
        byte[] changed = whole.clone();
        changed[offset] ^= (byte) (1 << bit);
        return changed;
    }

    @Test
    void shouldDropATailThatIsCutAnywhere() throws Exception {
        writeFive(true);
        int last = offsets.get(4);
        for (int length = last - 4; length < last + 56; length += 3) {
            assertEquals(TEXTS.subList(0, 4), textsWith(Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void shouldDropATailThatIsZeroed() throws Exception {
        writeFive(true);
        byte[] changed = whole.clone();
        Arrays.fill(changed, offsets.get(4) + 16, changed.length, (byte) 0);
        assertEquals(TEXTS.subList(0, 4), textsWith(changed));
    }

    @Test
    void shouldDropTheLastBatchWhereverABitOfItFlipped() throws Exception {
        writeFive(true);
        int last = offsets.get(4);
        for (int offset = last - 4; offset < last + 56; offset++) {
            assertEquals(
                    TEXTS.subList(0, 4),
                    textsWith(flipped(offset, offset % 8)),
                    "flip at " + (offset - last));
        }
    }

    @Test
    void shouldSayHowManyBytesItDroppedAndWhere() throws Exception {
        writeFive(false);
        List<String> lines = new ArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        lines.add(MessageFormat.format(line.getMessage(), line.getParameters()));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(NewestFile.class.getName());
        logger.addHandler(handler);
        try {
            textsWith(whole);
            assertEquals(List.of(), lines);
            textsWith(flipped(offsets.get(3) + 50, 3));
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, lines.size());
        int from = offsets.get(3) - 4;
        int to = offsets.get(4) + 56;
        String expected = "TERN0101 dropped " + (to - from) + " bytes that were never durable";
        assertTrue(
                lines.get(0).startsWith(expected)
                        && lines.get(0).contains(file.getFileName().toString())
                        && lines.get(0).contains("offset " + from),
                lines.get(0) + " instead of " + expected);
    }

    @Test
    void shouldRefuseAFlipInTheMiddleAndNameThePlace() throws Exception {
        writeFive(true);
        int second = offsets.get(1);
        for (int offset = second - 4; offset < second + 56; offset++) {
            byte[] changed = flipped(offset, offset * 5 % 8);
            JournalCorruptException refused =
                    assertThrows(JournalCorruptException.class, () -> textsWith(changed));
            // A flip may turn the batch into a document of Chronicle's that is stepped over.
            assertTrue(
                    refused.offset() >= second - 4 && refused.offset() <= offsets.get(2) - 4,
                    refused.getMessage());
            assertEquals(file.getFileName(), refused.file().getFileName());
            assertTrue(refused.getMessage().contains(refused.file().toString()));
        }
    }

    @Test
    void shouldRefuseEveryBitOfTheMiddlesHeader() throws Exception {
        writeFive(true);
        int second = offsets.get(1);
        for (int offset = second - 4; offset < second + BatchFormat.HEADER_BYTES; offset++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = flipped(offset, bit);
                assertThrows(JournalCorruptException.class, () -> textsWith(changed));
            }
        }
    }

    @Test
    void shouldDropWhatWasNeverForcedThoughLaterBatchesAreWhole() throws Exception {
        writeFive(false);
        assertEquals(TEXTS.subList(0, 1), textsWith(flipped(offsets.get(1) + 50, 3)));
    }

    @Test
    void shouldNeverBringADroppedSuffixBack() throws Exception {
        writeFive(false);
        Files.write(file, flipped(offsets.get(1) + 50, 3));
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "new");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, whole);
        assertEquals(List.of("zero", "new"), Journals.texts(directory));
    }

    @Test
    void shouldRefuseAHoleInTheMiddle() throws Exception {
        writeFive(true);
        byte[] changed = whole.clone();
        Arrays.fill(changed, offsets.get(1) - 4, offsets.get(3) - 4, (byte) 0);
        JournalCorruptException refused =
                assertThrows(JournalCorruptException.class, () -> textsWith(changed));
        assertEquals(offsets.get(1) - 4, refused.offset());
    }

    @Test
    void shouldRefuseADamagedFileHeader() throws Exception {
        writeFive(true);
        int header = offsets.get(0) - 4 - FileHeader.BYTES;
        for (int offset = header; offset < header + FileHeader.BYTES; offset++) {
            byte[] changed = flipped(offset, offset % 8);
            assertThrows(JournalCorruptException.class, () -> textsWith(changed));
        }
    }

    @Test
    void shouldRefuseAnyDamageBeforeTheNewestFile() throws Exception {
        writeFive(true);
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "five");
        }
        // The last batch of the first file: nothing behind it in that file, but a file behind it.
        byte[] changed = flipped(offsets.get(4) + 45, 1);
        JournalCorruptException refused =
                assertThrows(JournalCorruptException.class, () -> textsWith(changed));
        assertEquals(offsets.get(4) - 4, refused.offset());
        assertThrows(
                JournalCorruptException.class,
                () -> textsWith(Arrays.copyOf(whole, offsets.get(4))));
    }

    @Test
    void shouldRefuseAMissingFile() throws Exception {
        writeFive(true);
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "five");
        }
        Files.delete(file);
        JournalCorruptException refused =
                assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        assertTrue(refused.getMessage().contains("missing"), refused.getMessage());
    }

    @Test
    void shouldRefuseALostNewestFile() throws Exception {
        writeFive(true);
        Files.delete(file);
        JournalCorruptException refused =
                assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        assertTrue(refused.getMessage().contains("missing"), refused.getMessage());
    }

    @Test
    void shouldRefuseAFileThatIsAllZeros() throws Exception {
        writeFive(true);
        assertThrows(JournalCorruptException.class, () -> textsWith(new byte[whole.length]));
        assertThrows(JournalCorruptException.class, () -> textsWith(new byte[0]));
    }

    @Test
    void shouldNotMistakeAPayloadForABatch() throws Exception {
        writeFive(true);
        try (Journal journal = Journals.open(directory)) {
            byte[] copied = Arrays.copyOfRange(whole, offsets.get(0) - 4, offsets.get(4) + 56);
            RecordBatch batch = journal.newBatch();
            batch.add(1, copied, 0, copied.length);
            journal.append(batch);
        }
        Path newest = Journals.files(directory).get(1);
        byte[] changed = Files.readAllBytes(newest);
        int magic = indexOfLast(changed);
        changed[magic - 200] ^= 1;
        Files.write(newest, changed);
        // The batch around the copies is torn; the copies in it prove nothing.
        assertEquals(TEXTS, Journals.texts(directory));
    }

    private static int indexOfLast(byte[] bytes) {
        for (int i = bytes.length - 4; i >= 0; i--) {
            if (bytes[i] == 'T' && bytes[i + 1] == 'R' && bytes[i + 2] == 'N') {
                return i;
            }
        }
        throw new AssertionError("no batch");
    }

    @Test
    void shouldLeaveForeignFilesAlone() throws Exception {
        writeFive(true);
        Path opening = file.getParent();
        assertFalse(opening == null);
        Path note = Files.writeString(opening.resolve("note.txt"), "not ours");
        Path odd = Files.writeString(opening.resolve("odd.cq4"), "not ours either");
        Path beside = Files.writeString(directory.resolve("beside"), "nor this");
        assertEquals(TEXTS, Journals.texts(directory));
        assertTrue(Files.exists(note) && Files.exists(odd) && Files.exists(beside));
    }

    @Test
    void shouldNotNeedChroniclesMetadata() throws Exception {
        writeFive(true);
        Path opening = file.getParent();
        assertFalse(opening == null);
        Files.delete(opening.resolve("metadata.cq4t"));
        assertEquals(TEXTS, Journals.texts(directory));
    }
}
