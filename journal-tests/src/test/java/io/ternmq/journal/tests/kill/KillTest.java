package io.ternmq.journal.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.tests.Children;
import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Results;
import io.ternmq.journal.tests.Seeds;
import io.ternmq.journal.tests.ledger.Ledger;
import io.ternmq.journal.tests.ledger.OpSource;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is killed at any moment has lost nothing that it acknowledged. */
class KillTest {

    private static final int KILLS = 6;

    private final Ledger model = new Ledger();
    private long acknowledged;

    @Test
    void shouldKeepEverythingAcknowledged() throws Exception {
        long seed = Seeds.ofRun("the kills");
        Path root = Files.createTempDirectory("journal-kills");
        kill(seed, KILLS, root);
        Directories.delete(root);
    }

    @Test
    @Tag("nightly")
    void shouldKeepEverythingAcknowledgedThroughTwoHundredKills() throws Exception {
        long seed = Seeds.ofRun("the kills");
        int kills = Integer.getInteger("kills", 200);
        long start = System.nanoTime();
        Path root = Files.createTempDirectory("journal-kills");
        kill(seed, kills, root);
        Directories.delete(root);
        new Results("journal-kills", "KillTest", seed, Duration.ofNanos(System.nanoTime() - start))
                .count("kills", kills)
                .count("operations", model.lastOp())
                .count("acknowledged", acknowledged)
                .count("lost", 0)
                .ratio("operationsPerKill", model.lastOp() / (double) kills)
                .write();
    }

    /** Each life but the last ends with a kill; each but the first says what the last one left. */
    private void kill(long seed, int kills, Path root) throws Exception {
        SplittableRandom random = Seeds.random(seed, 0);
        for (int life = 0; life <= kills; life++) {
            RestoreFrom from = RestoreFrom.values()[random.nextInt(RestoreFrom.values().length)];
            Process child =
                    Children.start(
                            KilledChild.class,
                            root.resolve("child.log"),
                            root.resolve("journal"),
                            seed,
                            life,
                            from);
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    child.getInputStream(), StandardCharsets.UTF_8))) {
                found(lines.readLine(), "life " + life + " from " + from, seed, root);
                long micros = life == kills ? 0 : random.nextLong(800_000);
                CompletableFuture.runAsync(
                        child.toHandle()::destroyForcibly,
                        CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS));
                String last = null;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = line;
                }
                if (last != null) {
                    acknowledged = Long.parseLong(last);
                }
                child.waitFor();
                assertEquals(128 + 9, child.exitValue(), () -> "it ended before: " + log(root));
            }
        }
    }

    /** The model does what the child must have done, then what a restart does. */
    private void found(String line, String life, long seed, Path root) {
        assertTrue(
                line != null && line.indexOf(' ') > 0,
                () -> "no answer of " + life + ": " + line + log(root));
        long operations = Long.parseLong(line.substring(0, line.indexOf(' ')));
        String what = life + ", seed " + seed + ", " + root;
        assertTrue(
                operations >= acknowledged,
                () -> what + " found " + operations + " of " + acknowledged + " acknowledged");
        OpSource source = KilledChild.source(seed);
        while (model.lastOp() < operations) {
            model.apply(source.next(model));
        }
        model.restart();
        assertEquals(operations, model.lastOp(), what);
        assertEquals(line, operations + " " + model.digest(), what);
        acknowledged = operations;
    }

    private static String log(Path root) {
        try {
            return Files.readString(root.resolve("child.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
