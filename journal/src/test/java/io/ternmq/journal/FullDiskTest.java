package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that runs full: never a signal, never a hole, and nothing acknowledged is lost. */
class FullDiskTest {

    private static final long SEED =
            Long.getLong("tern.seed", System.currentTimeMillis() % 1_000_000);

    @TempDir Path temporary;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(temporary.resolve("disk"), "4m");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void shouldSurviveAFullDiskAtEveryAppend() throws Exception {
        Process child = Child.start(FullDiskChild.class, List.of(), disk.root(), SEED, "all");
        String output = Child.output(child);
        String said = "-Dtern.seed=" + SEED + "\n" + output;
        assertEquals(0, child.exitValue(), said);
        assertTrue(output.endsWith("done\n"), said);
        for (String outcome : List.of("in 2 reserved files", "reopened with 2", "refused")) {
            assertTrue(output.contains(outcome), "never seen: " + outcome + "; " + said);
        }
    }

    @Test
    void shouldRecoverOnAFullDiskWhatAKilledProcessLeft() throws Exception {
        SpaceEater eater = new SpaceEater(disk.root().resolve("eater"));
        Path directory = disk.root().resolve("journal");
        Process child = Child.start(FullDiskChild.class, List.of(), disk.root(), SEED, 25);
        List<String> acknowledged = Child.output(child).lines().toList();
        String seed = "-Dtern.seed=" + SEED;
        assertTrue(acknowledged.size() > 25, seed + acknowledged);
        eater.eat(0);
        for (int tries = 0; tries < 3; tries++) {
            assertEquals(acknowledged, textsOrRefusal(directory, acknowledged), seed);
            eater.eat(0);
        }
        eater.giveBack();
        assertEquals(acknowledged, Journals.texts(directory), seed);
    }

    private static List<String> textsOrRefusal(Path directory, List<String> whenRefused)
            throws IOException {
        try {
            return Journals.texts(directory);
        } catch (JournalException e) {
            assertClear(e, directory);
            return whenRefused;
        }
    }

    private static void assertClear(JournalException e, Path directory) throws IOException {
        assertTrue(
                e.getMessage().contains(directory.toRealPath().toString())
                        && e.getMessage().contains("free some space"),
                e.getMessage());
        assertFalse(e instanceof JournalCorruptException, e.getMessage());
    }

    @Test
    void shouldOpenForTheFirstTimeWithAnyAmountOfSpace() throws Exception {
        SpaceEater eater = new SpaceEater(disk.root().resolve("eater"));
        List<String> outcomes = new ArrayList<>();
        for (int pages = 0; pages < 110; pages += 3) {
            Path directory = disk.root().resolve("journal-" + pages);
            eater.eat((long) pages << 12);
            try (Journal journal = Journals.open(directory)) {
                Journals.append(journal, "first");
                journal.force();
                outcomes.add("opened");
            } catch (JournalException e) {
                assertClear(e, directory);
                outcomes.add("refused");
            }
            eater.giveBack();
            List<String> found = Journals.texts(directory);
            assertEquals(
                    outcomes.get(outcomes.size() - 1).equals("opened")
                            ? List.of("first")
                            : List.of(),
                    found);
            Journals.remove(directory);
        }
        assertEquals("refused", outcomes.get(0));
        assertEquals("opened", outcomes.get(outcomes.size() - 1));
        // More space never makes it worse.
        assertEquals(outcomes.stream().sorted((a, b) -> b.compareTo(a)).toList(), outcomes);
    }
}
