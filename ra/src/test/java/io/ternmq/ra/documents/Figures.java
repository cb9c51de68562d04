package io.ternmq.ra.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds measured figures in the documents: rates, percentiles and ratios. A paragraph that has one
 * must link to a file in docs/results, which says how it was measured.
 */
final class Figures {

    /** What a result file must say. */
    static final List<String> KEYS =
            List.of("commit", "command", "seed", "duration", "counts", "ratios", "machine");

    private static final Pattern FIGURE =
            Pattern.compile(
                    "\\d[\\d,.]*\\s*[a-zA-Z]*\\s*(?:/s\\b|per second|a second)"
                            + "|\\bp(?:50|9[059](?:\\.9+)?)\\b"
                            + "|\\d\\s*(?:×|x|times)\\s+(?:faster|slower|as fast|more than|the )");

    private static final Pattern RESULT = Pattern.compile("results/([A-Za-z0-9._-]+\\.json)");

    private final Path root;

    Figures(Path root) {
        this.root = root;
    }

    /**
     * One line for each paragraph whose figure has no results, and each result that lacks a key.
     */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path page : pages()) {
            for (String paragraph : Files.readString(page).split("\n\\s*\n")) {
                check(page, paragraph, faults);
            }
        }
        return faults;
    }

    private List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        pages.add(root.resolve("README.md"));
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages;
    }

    private void check(Path page, String paragraph, List<String> faults) throws IOException {
        Matcher results = RESULT.matcher(paragraph);
        boolean linked = false;
        while (results.find()) {
            linked = true;
            Path result = root.resolve("docs").resolve("results").resolve(results.group(1));
            if (!Files.isRegularFile(result)) {
                faults.add(page + ": " + result + " does not exist");
                continue;
            }
            String text = Files.readString(result);
            for (String key : KEYS) {
                if (!text.contains("\"" + key + "\"")) {
                    faults.add(result + " lacks \"" + key + "\"");
                }
            }
        }
        Matcher figure = FIGURE.matcher(paragraph);
        if (!linked && figure.find()) {
            faults.add(
                    page
                            + ": '"
                            + figure.group()
                            + "' is a measured figure; link its paragraph to a file in docs/results");
        }
    }
}
