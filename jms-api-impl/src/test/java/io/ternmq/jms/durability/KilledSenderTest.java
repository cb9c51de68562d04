package io.ternmq.jms.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed while it sends. Its page cache would survive that, so what is looked at is
 * the image of its last force: what a power cut would have left.
 */
class KilledSenderTest {

    private static final int ACKNOWLEDGED = 150;

    @TempDir Path temporary;

    @Test
    void shouldKeepEveryAcknowledgedMessageInTheImageOfTheLastForce() throws Exception {
        Path image = temporary.resolve("image");
        long acknowledged = sendAndKill(image, "force");
        List<String> expected =
                LongStream.rangeClosed(0, acknowledged).mapToObj(Long::toString).toList();
        List<String> found = Brokers.drain(image);
        assertTrue(found.size() >= expected.size(), found.size() + " of " + expected.size());
        assertEquals(expected, found.subList(0, expected.size()));
    }

    @Test
    void shouldLoseAcknowledgedMessagesWithoutTheForce() throws Exception {
        Path image = temporary.resolve("image");
        long acknowledged = sendAndKill(image, "no-force");
        assertTrue(
                Brokers.drain(image).size() <= acknowledged,
                "the image holds what was never forced");
    }

    /** Returns the number of the last message whose send returned. */
    private long sendAndKill(Path image, String force) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), SendingChild.class.getName()));
        command.addAll(List.of(temporary.resolve("data").toString(), image.toString(), force));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = -1;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                last = number(lines.readLine(), last);
            }
            child.toHandle().destroyForcibly();
            child.waitFor();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = number(line, last);
            }
        } finally {
            child.destroyForcibly();
        }
        assertTrue(last >= ACKNOWLEDGED - 1, "the child ended early");
        return last;
    }

    /** A last line that the kill cut short is a prefix of a number, so smaller, and not counted. */
    private static long number(String line, long last) {
        return line == null ? last : Math.max(last, Long.parseLong(line));
    }

    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path");
        return path != null ? path : System.getProperty("java.class.path", "");
    }
}
