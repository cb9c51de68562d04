package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is in what was forced, and only because it was forced. */
class PowerCutTest {

    @TempDir Path temporary;

    private int images;

    /** Runs a workload with rolls and reopens; after each force counts what the image lost. */
    private int lostByWorkload(Forces forces) throws IOException {
        Path directory = temporary.resolve("journal");
        Path image = temporary.resolve("image");
        PowerCutDisk disk = new PowerCutDisk(directory, image);
        ForcePolicy policy =
                (channel, path) -> {
                    if (forces.reach(path)) {
                        disk.force(channel, path);
                    }
                };
        List<String> acknowledged = new ArrayList<>();
        int lost = 0;
        for (int opening = 0; opening < 3; opening++) {
            try (Journal journal = Journals.open(directory, policy)) {
                lost += lost(image, acknowledged);
                for (int i = 0; i < 25; i++) {
                    String text = opening + "-" + i + "-" + "z".repeat(5000);
                    Journals.append(journal, text);
                    journal.force();
                    acknowledged.add(text);
                    lost += lost(image, acknowledged);
                }
                Journals.append(journal, "never forced in opening " + opening);
            }
            // A clean close and a new start make the unforced record durable: rule 10.
            acknowledged.add("never forced in opening " + opening);
        }
        return lost;
    }

    @FunctionalInterface
    private interface Forces {
        boolean reach(Path path);
    }

    private int lost(Path image, List<String> acknowledged) throws IOException {
        Path copy = temporary.resolve("image-" + images++);
        Journals.copy(image, copy);
        List<String> found;
        try {
            found = Journals.texts(copy);
        } catch (JournalException e) {
            return 1;
        }
        if (found.equals(acknowledged)) {
            return 0;
        }
        assertEquals(acknowledged.subList(0, found.size()), found, "not even a prefix");
        return 1;
    }

    @Test
    void shouldFindEverythingAcknowledgedInTheImageOfEachForce() throws Exception {
        assertEquals(0, lostByWorkload(path -> true));
        assertEquals(78, images);
    }

    @Test
    void shouldLoseRecordsWithoutTheForceOfFiles() throws Exception {
        assertTrue(lostByWorkload(path -> !path.toString().endsWith(".cq4")) > 0);
    }

    @Test
    void shouldLoseRecordsWithoutTheForceOfDirectories() throws Exception {
        assertTrue(lostByWorkload(path -> !Files.isDirectory(path)) > 0);
    }

    @Test
    void shouldKeepEverythingAcknowledgedByAChildThatIsKilled() throws Exception {
        Path directory = temporary.resolve("journal");
        for (int kill = 0; kill < 5; kill++) {
            Path image = temporary.resolve("image-of-kill-" + kill);
            Process child = Child.start(AppendingChild.class, List.of(), directory, image);
            long acknowledged = -1;
            try (BufferedReader lines = Child.lines(child)) {
                for (int i = 0; i < 20 + 37 * kill; i++) {
                    acknowledged = Long.parseLong(lines.readLine());
                }
                child.toHandle().destroyForcibly();
                child.waitFor();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged = line.isEmpty() ? acknowledged : Long.parseLong(line);
                }
            }
            assertTrue(acknowledged > 0);
            // The page cache survived the kill; the image is what a power cut would have left.
            assertCounts(acknowledged, Journals.texts(Journals.copy(directory, image("all"))));
            assertCounts(acknowledged, Journals.texts(Journals.copy(image, image("cut"))));
        }
    }

    private Path image(String name) {
        return temporary.resolve(name + images++);
    }

    private static void assertCounts(long acknowledged, List<String> texts) {
        assertFalse(texts.size() <= acknowledged, texts.size() + " of " + acknowledged);
        for (int i = 0; i < texts.size(); i++) {
            assertEquals(i, Long.parseLong(texts.get(i).strip()));
        }
    }
}
