package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools on whole, torn and damaged journals. None of them changes what it looks at. */
class JournalToolsTest {

    private static final int BATCHES = 60;

    @TempDir Path temporary;

    private Path directory;
    private final List<String> texts = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        directory = temporary.resolve("journal");
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < BATCHES; i++) {
                String text = i + "x".repeat(3000);
                positions.addAll(Journals.append(journal, text, "and " + i));
                texts.add(text);
                texts.add("and " + i);
                journal.force();
                if (i % 20 == 10) {
                    try (CheckpointWriter writer = journal.beginCheckpoint()) {
                        writer.add(1, new byte[100], 0, 100);
                        writer.commit();
                    }
                }
            }
        }
    }

    private Map<Path, Integer> snapshot() throws IOException {
        Map<Path, Integer> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                if (Files.isRegularFile(path) && !path.endsWith(JournalLock.FILE)) {
                    files.put(path, Arrays.hashCode(Files.readAllBytes(path)));
                }
            }
        }
        return files;
    }

    private void flip(long position) throws IOException {
        Path file = Journals.files(directory).get((int) Position.file(position) - 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) Position.offset(position) + 20] ^= 4;
        Files.write(file, bytes);
    }

    private static List<Finding.Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }

    private List<String> without(Integer... batches) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!List.of(batches).contains(i / 2)) {
                left.add(texts.get(i));
            }
        }
        return left;
    }

    @Test
    void shouldFindNothingWrongWithAWholeJournal() throws Exception {
        Map<Path, Integer> before = snapshot();
        VerifyReport report = JournalTools.verify(directory);
        assertEquals(List.of(), report.findings());
        assertTrue(report.opens());
        assertEquals(BATCHES, report.batches());
        assertEquals(2 * BATCHES, report.records());
        assertEquals(2, report.checkpoints());
        assertEquals(Journals.files(directory).size(), report.files());
        assertEquals(before, snapshot());
    }

    @Test
    void shouldNameEveryDamageAndSalvageTheRest() throws Exception {
        flip(positions.get(2 * 5));
        flip(positions.get(2 * 25));
        flip(positions.get(2 * 26));
        Map<Path, Integer> before = snapshot();
        VerifyReport report = JournalTools.verify(directory);
        assertFalse(report.opens());
        assertEquals(BATCHES - 3, report.batches());
        assertEquals(List.of(Finding.Kind.DAMAGE, Finding.Kind.DAMAGE), kinds(report.findings()));
        Finding first = report.findings().get(0);
        assertEquals(Position.offset(positions.get(2 * 5)) - 44, first.offset());
        assertEquals(Journals.files(directory).get(0).toRealPath(), first.file());
        Path target = temporary.resolve("salvaged");
        SalvageReport salvage = JournalTools.salvage(directory, target, Journals.SMALL);
        assertEquals(3, salvage.lostBatches());
        assertEquals(BATCHES - 3, salvage.batches());
        assertEquals(2 * (BATCHES - 3), salvage.records());
        assertEquals(report.findings(), salvage.findings());
        assertEquals(before, snapshot());
        assertEquals(without(5, 25, 26), Journals.texts(target));
        try (Journal old = Journal.open(target, Journals.SMALL)) {
            assertTrue(old.salvaged());
        }
        assertEquals(
                Files.readString(directory.resolve(JournalIdentity.FILE)),
                Files.readString(target.resolve(JournalIdentity.FILE)));
    }

    @Test
    void shouldTellATornTailFromDamage() throws Exception {
        Path copy = temporary.resolve("copy");
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "never forced");
            Journals.copy(directory, copy);
        }
        Path newest = Journals.files(copy).get(Journals.files(copy).size() - 1);
        byte[] bytes = Files.readAllBytes(newest);
        int text =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .indexOf("never forced");
        bytes[text] ^= 1;
        Files.write(newest, bytes);
        VerifyReport report = JournalTools.verify(copy);
        assertTrue(report.opens());
        assertEquals(List.of(Finding.Kind.TORN_TAIL), kinds(report.findings()));
        assertEquals(texts, Journals.texts(copy));
    }

    @Test
    void shouldSalvageWhatIsBesideAMissingFile() throws Exception {
        Path second = Journals.files(directory).get(1);
        int lost = 0;
        for (long position : positions) {
            lost += Position.file(position) == 2 ? 1 : 0;
        }
        Files.delete(second);
        assertThrows(JournalCorruptException.class, () -> Journals.texts(directory));
        VerifyReport report = JournalTools.verify(directory);
        assertEquals(List.of(Finding.Kind.DAMAGE), kinds(report.findings()));
        assertTrue(report.findings().get(0).text().contains("file 2"), report.toString());
        Path target = temporary.resolve("salvaged");
        SalvageReport salvage = JournalTools.salvage(directory, target, Journals.SMALL);
        assertEquals(texts.size() - lost, Journals.texts(target).size());
        assertEquals(texts.size() - lost, salvage.records());
    }

    @Test
    void shouldSalvageATrimmedJournalWithItsNote() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            TrimTest.twoCheckpoints(journal);
            journal.trim(journal.trimLimit(), TrimTest.note("the owner's note"));
        }
        List<String> left = Journals.texts(directory);
        assertTrue(JournalTools.verify(directory).findings().isEmpty());
        Path target = temporary.resolve("salvaged");
        assertEquals(0, JournalTools.salvage(directory, target, Journals.SMALL).lostBatches());
        assertEquals(left, Journals.texts(target));
        try (Journal journal = Journal.open(target, Journals.SMALL)) {
            assertEquals("the owner's note", Journals.text(journal.startNote()));
        }
        byte[] start = Files.readAllBytes(directory.resolve(StartMark.FILE));
        start[41] ^= 1;
        Files.write(directory.resolve(StartMark.FILE), start);
        Path second = temporary.resolve("salvaged again");
        SalvageReport report = JournalTools.salvage(directory, second, Journals.SMALL);
        assertEquals(-1, report.lostBatches());
        assertEquals(StartMark.FILE, report.findings().get(0).file().getFileName().toString());
        assertEquals(left, Journals.texts(second));
    }

    @Test
    void shouldReportADamagedCheckpointThatStopsNothing() throws Exception {
        Path checkpoint = directory.resolve("checkpoint-00000002");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[100] ^= 1;
        Files.write(checkpoint, bytes);
        VerifyReport report = JournalTools.verify(directory);
        assertTrue(report.opens());
        assertEquals(List.of(Finding.Kind.BAD_CHECKPOINT), kinds(report.findings()));
        assertEquals(1, report.checkpoints());
    }

    @Test
    void shouldPrintALineOfJsonForEachRecord() throws Exception {
        StringBuilder out = new StringBuilder();
        assertEquals(
                2 * BATCHES, JournalTools.print(directory, out, JournalTools.RecordText.BASE64));
        List<String> lines = out.toString().lines().toList();
        assertEquals(2 * BATCHES, lines.size());
        assertEquals(
                "{\"position\":"
                        + positions.get(1)
                        + ",\"file\":1,\"offset\":"
                        + Position.offset(positions.get(1))
                        + ",\"batch\":1,\"type\":7,\"version\":1,\"bytes\":5,"
                        + "\"payload\":\"YW5kIDA=\"}",
                lines.get(1));
    }

    @Test
    void shouldCountFilesAndTypes() throws Exception {
        JournalStatistics statistics = JournalTools.statistics(directory);
        assertEquals(1, statistics.types().size());
        assertEquals(2 * BATCHES, statistics.types().get(7).records());
        assertEquals(
                texts.stream().mapToLong(String::length).sum(), statistics.types().get(7).bytes());
        assertEquals(BATCHES, statistics.batchRecords().get(1));
        assertEquals(
                BATCHES,
                statistics.files().stream().mapToLong(JournalStatistics.OfFile::batches).sum());
        assertTrue(statistics.checkpointBytes() > 200);
    }

    @Test
    void shouldLeaveAJournalInUseAlone() throws Exception {
        try (Journal journal = Journals.open(directory)) {
            assertThrows(JournalLockedException.class, () -> JournalTools.verify(directory));
            Journals.append(journal, "still works");
            journal.force();
        }
        JournalException none =
                assertThrows(JournalException.class, () -> JournalTools.verify(temporary));
        assertTrue(none.getMessage().contains("no journal"), none.getMessage());
        JournalException notEmpty =
                assertThrows(
                        JournalException.class,
                        () -> JournalTools.salvage(directory, temporary, Journals.SMALL));
        assertTrue(notEmpty.getMessage().contains("empty directory"), notEmpty.getMessage());
    }
}
