package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that the version before wrote: two openings, 240 records, the last ones unforced. */
class VersionTest {

    @TempDir Path directory;

    private void unzip() throws Exception {
        try (InputStream file = VersionTest.class.getResourceAsStream("/journal-version-1.zip");
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = directory.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.write(target, zip.readAllBytes());
            }
        }
    }

    private static List<String> expected() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            int batch = i / 2 % 60;
            texts.add(
                    "v1 "
                            + i / 120
                            + "-"
                            + batch
                            + "-"
                            + i % 2
                            + " "
                            + "x".repeat(batch * 13 % 900));
        }
        return texts;
    }

    @Test
    void shouldReadWhatVersion1Wrote() throws Exception {
        unzip();
        assertEquals(expected(), Journals.texts(directory));
    }

    @Test
    void shouldGoOnInItsOwnFormatAndLetNoOlderProgramIn() throws Exception {
        unzip();
        List<String> all = new ArrayList<>(expected());
        try (Journal journal = Journals.open(directory)) {
            Journals.append(journal, "new");
            journal.force();
        }
        all.add("new");
        assertEquals(all, Journals.texts(directory));
        String identity = Files.readString(directory.resolve(JournalIdentity.FILE));
        assertTrue(identity.startsWith("TernMQ journal format 2\n"), identity);
    }

    @Test
    void shouldTrimFilesOfVersion1() throws Exception {
        unzip();
        try (Journal journal = Journals.open(directory)) {
            TrimTest.twoCheckpoints(journal);
            long first = journal.trimLimit();
            journal.trim(first, TrimTest.note("gone"));
            assertTrue(journal.segments().get(0).number() > 2);
        }
        List<String> left = Journals.texts(directory);
        assertEquals(List.of("between", "between"), left.subList(left.size() - 2, left.size()));
        assertTrue(left.size() < 20, left.size() + " records, with the unproven tail");
    }
}
