package io.ternmq.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a run came to, in the form of docs/results: who quotes a figure of it commits this file. */
final class ResultFile {

    private ResultFile() {}

    /** Writes {@code demo-<database>.json} beside the evidence. */
    static Path write(Settings settings, Account account, Duration duration) throws IOException {
        Path file = settings.target().resolve("demo-" + settings.database() + ".json");
        Files.writeString(file, json(settings, account, duration, commit()));
        return file;
    }

    static String json(Settings settings, Account account, Duration duration, String commit) {
        return """
                {
                  "commit": "%s",
                  "command": "mvn -Pdemo verify -Dorders=%d -Dkills=%d -Dclients=%d -Dseed=%d -Ddatabase=%s",
                  "seed": %d,
                  "duration": "%d s",
                  "counts": {
                    "accepted": %d, "rows": %d, "delivered": %d, "reserved": %d, "confirmed": %d,
                    "rolledBack": %d, "inDoubt": %d, "duplicates": %d, "lost": %d, "ghosts": %d, "left": %d
                  },
                  "ratios": {},
                  "machine": "%d processors, %s %s, Java %s"
                }
                """
                .formatted(
                        commit,
                        settings.orders(),
                        settings.kills(),
                        settings.clients(),
                        settings.seed(),
                        settings.database(),
                        settings.seed(),
                        duration.toSeconds(),
                        account.accepted(),
                        account.rows(),
                        account.delivered(),
                        account.reserved(),
                        account.confirmed(),
                        account.rolledBack(),
                        account.inDoubt(),
                        account.duplicates(),
                        account.lost(),
                        account.ghosts(),
                        account.left(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name", ""),
                        System.getProperty("os.arch", ""),
                        System.getProperty("java.version", ""));
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
