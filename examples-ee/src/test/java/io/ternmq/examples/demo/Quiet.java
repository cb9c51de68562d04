package io.ternmq.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits until nothing is under way: every row has its confirmation, the transaction manager's log
 * is empty, and recovery has had its time. A branch that was prepared by a killed server and never
 * decided is rolled back only after the manager's own safety interval, so this life must be older
 * than that.
 */
final class Quiet {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Narayana's orphan safety interval of 20 s, and three of its recovery passes. */
    private static final Duration RECOVERY_TIME = Duration.ofSeconds(40);

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(\\d+)");

    private final ServerProcess server;
    private final TransactionStore store;
    private final Progress progress;

    Quiet(ServerProcess server, TransactionStore store, Progress progress) {
        this.server = server;
        this.store = store;
        this.progress = progress;
    }

    /**
     * Returns when all is quiet, or when the deadline is over: the account then tells what is not.
     */
    void await() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TIMEOUT);
        String waitingFor = "";
        while (true) {
            String now = unsettled();
            if (now.isEmpty()) {
                return;
            }
            if (!now.equals(waitingFor)) {
                progress.say("waiting: " + now);
                waitingFor = now;
            }
            if (Instant.now().isAfter(deadline)) {
                progress.say("still not quiet after " + TIMEOUT.toMinutes() + " minutes: " + now);
                return;
            }
            server.pause(POLL);
        }
    }

    private String unsettled() throws IOException, InterruptedException {
        Optional<String> summary = server.get("/summary");
        if (summary.isEmpty()) {
            return "the application does not answer";
        }
        long orders = figure(summary.get(), "orders");
        long confirmed = figure(summary.get(), "confirmed");
        if (confirmed < orders) {
            return "%s of %,d confirmations".formatted(about(confirmed), orders);
        }
        List<String> logged = store.logged();
        if (!logged.isEmpty()) {
            return logged.size() + " transactions for recovery";
        }
        return server.age().compareTo(RECOVERY_TIME) < 0
                ? "recovery's " + RECOVERY_TIME.toSeconds() + " s since the start"
                : "";
    }

    /** Rounded down, so that progress is told in steps. */
    private static String about(long figure) {
        return "%,d".formatted(figure / 1_000 * 1_000);
    }

    private static long figure(String summary, String name) {
        Matcher matcher = FIGURE.matcher(summary);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return Long.parseLong(matcher.group(2));
            }
        }
        throw new IllegalStateException("GET /summary has no " + name + ": " + summary);
    }
}
