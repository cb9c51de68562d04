package io.ternmq.examples.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells the reader what goes on, with the seconds since the start. */
final class Progress {

    private final PrintStream out;
    private final Instant start = Instant.now();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String what) {
        out.printf(
                "%7.1f s  %s%n", Duration.between(start, Instant.now()).toMillis() / 1000.0, what);
        out.flush();
    }

    /** Prints as it is. */
    void print(Object text) {
        out.println(text);
        out.flush();
    }
}
