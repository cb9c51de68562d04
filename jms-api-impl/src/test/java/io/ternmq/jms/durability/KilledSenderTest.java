package io.ternmq.jms.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process is killed while it sends. Its page cache would survive that, so what is looked at is
 * the image of its last force: what a power cut would have left.
 */
class KilledSenderTest {

    private static final int ACKNOWLEDGED = 150;
    private static final int LARGE_ACKNOWLEDGED = 40;

    /** Makes five parts, so that most kills come between two parts. */
    private static final int LARGE = 18_000;

    @TempDir Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {0, LARGE})
    void shouldKeepEveryAcknowledgedMessageInTheImageOfTheLastForce(int padding) throws Exception {
        Path image = temporary.resolve("image");
        long acknowledged = sendAndKill(image, "force", padding);
        List<String> found = Brokers.drain(image);
        assertTrue(found.size() > acknowledged, found.size() + " of " + (acknowledged + 1));
        for (int i = 0; i < found.size(); i++) {
            assertEquals(Brokers.text(i, padding), found.get(i));
        }
    }

    @Test
    void shouldLoseAcknowledgedMessagesWithoutTheForce() throws Exception {
        Path image = temporary.resolve("image");
        long acknowledged = sendAndKill(image, "no-force", 0);
        assertTrue(
                Brokers.drain(image).size() <= acknowledged,
                "the image holds what was never forced");
    }

    /** Returns the number of the last message whose send returned. */
    private long sendAndKill(Path image, String force, int padding) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), SendingChild.class.getName()));
        command.addAll(List.of(temporary.resolve("data").toString(), image.toString(), force));
        command.add(Integer.toString(padding));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = -1;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            int enough = padding == 0 ? ACKNOWLEDGED : LARGE_ACKNOWLEDGED;
            for (int i = 0; i < enough; i++) {
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
        assertTrue(last >= 0, "the child ended early");
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
