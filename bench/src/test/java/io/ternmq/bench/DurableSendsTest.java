package io.ternmq.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways into the broker once, for a moment. */
class DurableSendsTest {

    @TempDir Path directory;

    @Test
    void shouldSendBothWays() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Results results = new Results("a test", 1);
        DurableSends.run(
                directory.resolve("bench"),
                new int[] {2},
                1,
                50,
                1,
                results,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).startsWith(" 2 producers: "), out::toString);
        Path file = directory.resolve("results.json");
        results.write(file);
        assertTrue(Files.readString(file).contains("\"ratios\""));
    }
}
