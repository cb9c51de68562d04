package io.ternmq.journal.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run came to, in the form of docs/results: who quotes a figure of it commits this file. */
public final class Results {

    private final String name;
    private final String test;
    private final long seed;
    private final Duration duration;
    private final Map<String, String> counts = new LinkedHashMap<>();
    private final Map<String, String> ratios = new LinkedHashMap<>();

    /**
     * @param name of the file, without the ending
     * @param test the class that measured it
     */
    public Results(String name, String test, long seed, Duration duration) {
        this.name = name;
        this.test = test;
        this.seed = seed;
        this.duration = duration;
    }

    /** Adds a count. */
    public Results count(String what, long number) {
        counts.put(what, Long.toString(number));
        return this;
    }

    /** Adds a ratio, a rate or a time. */
    public Results ratio(String what, double number) {
        ratios.put(what, String.format(Locale.ROOT, "%.3f", number));
        return this;
    }

    /** Writes it into the directory that the property tern.results names. */
    public Path write() throws IOException {
        Path directory = Path.of(System.getProperty("tern.results", "target/results"));
        Path file = Files.createDirectories(directory).resolve(name + ".json");
        Files.writeString(file, json(commit()));
        System.out.println("Written: " + file);
        return file;
    }

    String json(String commit) {
        return """
                {
                  "commit": "%s",
                  "command": "mvn -Pnightly -pl journal-tests -am test -Dtest=%s -Dseed=%d",
                  "seed": %d,
                  "duration": "%d s",
                  "counts": {%s},
                  "ratios": {%s},
                  "machine": "%d processors, %s %s, Java %s"
                }
                """
                .formatted(
                        commit,
                        test,
                        seed,
                        seed,
                        duration.toSeconds(),
                        members(counts),
                        members(ratios),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name", ""),
                        System.getProperty("os.arch", ""),
                        System.getProperty("java.version", ""));
    }

    private static String members(Map<String, String> numbers) {
        return numbers.entrySet().stream()
                .map(one -> "\n    \"" + one.getKey() + "\": " + one.getValue())
                .collect(Collectors.joining(",", "", numbers.isEmpty() ? "" : "\n  "));
    }

    /** The commit of the tree that the build ran in; a tree without git has none. */
    private static String commit() throws IOException {
        Process git;
        try {
            git = new ProcessBuilder(List.of("git", "rev-parse", "HEAD")).start();
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
        String said =
                new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.isEmpty() ? "unknown" : said;
    }
}
