package io.ternmq.jms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A broker that the rules are checked over. */
enum Fixture {
    MEMORY,
    EMBEDDED;

    private final String url;

    Fixture() {
        if (name().equals("MEMORY")) {
            url = "memory:" + UUID.randomUUID();
        } else {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                url = "embedded:" + Files.createTempDirectory(target, "broker");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    String url() {
        return url;
    }
}
