package io.ternmq.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One file of results, with what a reader needs to repeat them. */
final class Results {

    private final Map<String, String> counts = new LinkedHashMap<>();
    private final Map<String, String> ratios = new LinkedHashMap<>();
    private final String command;
    private final long seed;
    private final long startNs = System.nanoTime();

    Results(String command, long seed) {
        this.command = command;
        this.seed = seed;
    }

    void count(String name, String json) {
        counts.put(name, json);
    }

    void ratio(String name, String json) {
        ratios.put(name, json);
    }

    void write(Path file) throws IOException, InterruptedException {
        long seconds = (System.nanoTime() - startNs) / 1_000_000_000;
        String text =
                "{\n  \"commit\": \""
                        + commit()
                        + "\",\n  \"command\": \""
                        + command
                        + "\",\n  \"seed\": "
                        + seed
                        + ",\n  \"duration\": \""
                        + seconds
                        + " s\",\n  \"counts\": "
                        + object(counts)
                        + ",\n  \"ratios\": "
                        + object(ratios)
                        + ",\n  \"machine\": \""
                        + machine()
                        + "\"\n}\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private static String object(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> "    \"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n  }"));
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors()
                + " processors, "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ", Java "
                + System.getProperty("java.version")
                + String.format(
                        Locale.ROOT,
                        ", load average %.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
        String first =
                new String(
                                git.getInputStream().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .strip();
        return git.waitFor() == 0 ? first : "unknown";
    }
}
