package io.ternmq.journal.tests.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Results;
import io.ternmq.journal.tests.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a power cut leaves of the disk, everything acknowledged is there. */
class PowerCutTest {

    private static final int IMAGES_PER_FORCE = 2;

    private static final int NIGHTLY_IMAGES_PER_FORCE = 8;

    private final Path root = root();
    private final Openers openers = new Openers(root, List.of());

    private static Path root() {
        try {
            return Directories.fast("power-cut");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Tally runAll(long seed, int imagesPerForce) throws IOException {
        Tally all = new Tally();
        for (Script script : Script.all()) {
            Tally tally =
                    new PowerCut(script, seed, imagesPerForce, Control.NONE, openers, root).run();
            System.out.println(script.name() + ": " + tally);
            all.add(tally);
        }
        return all;
    }

    @Test
    void shouldKeepEverythingAcknowledged() throws Exception {
        long start = System.nanoTime();
        Tally tally = runAll(Seeds.ofRun("the power cut"), IMAGES_PER_FORCE);
        openers.close();
        System.out.println(
                tally + " in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        assertEquals(0, tally.notKept(), tally::toString);
        assertTrue(tally.rolls() > 0 && tally.openings() > 0, tally::toString);
        Directories.delete(root);
    }

    @Test
    @Tag("nightly")
    void shouldKeepEverythingAcknowledgedForAnHour() throws Exception {
        long seed = Seeds.ofRun("the power cut");
        Duration planned = Duration.ofMinutes(Long.getLong("minutes", 60));
        long start = System.nanoTime();
        Tally all = new Tally();
        int rounds = 0;
        while (System.nanoTime() - start < planned.toNanos() && all.notKept() == 0) {
            all.add(runAll(Seeds.mix(seed, rounds++) & 0xFFFF_FFFFL, NIGHTLY_IMAGES_PER_FORCE));
        }
        openers.close();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertEquals(0, all.notKept(), all::toString);
        new Results("journal-power-cut", "PowerCutTest", seed, taken)
                .count("images", all.images())
                .count("notKept", all.notKept())
                .count("forces", all.points())
                .count("scripts", (long) rounds * Script.all().size())
                .count("openings", all.openings())
                .count("rolls", all.rolls())
                .count("checkpoints", all.checkpoints())
                .count("trimmedSegments", all.trims())
                .ratio("imagesPerSecond", all.images() / (double) taken.toSeconds())
                .ratio("imagesPerForce", all.images() / (double) all.points())
                .write();
        Directories.delete(root);
    }
}
