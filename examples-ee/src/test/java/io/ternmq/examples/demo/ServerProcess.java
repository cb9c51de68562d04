package io.ternmq.examples.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One life of the server: a process of its own, whose output is a log of its own. It dies with the
 * demo's process, however that ends.
 */
final class ServerProcess {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Process process;
    private final File log;
    private final URI uri;
    private final Instant started = Instant.now();
    private volatile Instant ready = Instant.MAX;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean endExpected;

    private ServerProcess(Process process, File log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    /** Starts the server and returns when the application answers. */
    static ServerProcess start(
            Path wildfly, ServerFiles files, Ports ports, List<String> properties, int life)
            throws IOException, InterruptedException {
        File log = files.logs().resolve("server-life-" + life + ".log").toFile();
        Process process =
                new ProcessBuilder(JavaCommand.server(wildfly, files.base(), properties))
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start();
        Thread guard = new Thread(process::destroyForcibly, "server-guard-" + life);
        Runtime.getRuntime().addShutdownHook(guard);
        ServerProcess server =
                new ServerProcess(process, log, URI.create("http://127.0.0.1:" + ports.http()));
        server.awaitReady();
        return server;
    }

    URI uri() {
        return uri;
    }

    /** Calls back, on a thread of the JDK, if the server ends and nobody here ended it. */
    void whenEndedByItself(Consumer<IOException> listener) {
        CompletableFuture<?> unused =
                process.onExit()
                        .thenAccept(
                                ended -> {
                                    if (!endExpected) {
                                        listener.accept(endedByItself());
                                    }
                                });
    }

    /** How long the server took until the application answered. */
    Duration startTime() {
        return Duration.between(started, ready);
    }

    /** How long ago the application answered first. */
    Duration age() {
        return Duration.between(ready, Instant.now());
    }

    /** SIGKILL. Returns when the process is gone. */
    void kill() throws InterruptedException, IOException {
        endExpected = true;
        process.destroyForcibly();
        awaitExit("SIGKILL");
    }

    /** SIGTERM: the server undeploys and ends. */
    void stop() throws InterruptedException, IOException {
        endExpected = true;
        process.destroy();
        awaitExit("SIGTERM");
    }

    /** Makes sure that the process is gone, whatever happened before. */
    void end() {
        endExpected = true;
        process.destroyForcibly();
    }

    /** The body of {@code GET path}, empty while the application is not there. */
    Optional<String> get(String path) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(
                            HttpRequest.newBuilder(uri.resolve(path))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits a moment, between two looks at a condition. The end of the process is an error. */
    void pause(Duration moment) throws InterruptedException, IOException {
        if (process.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS)) {
            throw endedByItself();
        }
    }

    private IOException endedByItself() {
        return new IOException(
                "The server ended by itself with %d; see %s".formatted(process.exitValue(), log));
    }

    private void awaitReady() throws IOException, InterruptedException {
        while (get("/summary").isEmpty()) {
            if (Instant.now().isAfter(started.plus(READY_TIMEOUT))) {
                process.destroyForcibly();
                throw new IOException(
                        "The application did not answer within %s; see %s"
                                .formatted(READY_TIMEOUT, log));
            }
            pause(POLL);
        }
        ready = Instant.now();
    }

    private void awaitExit(String signal) throws InterruptedException, IOException {
        if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "The server was still there %s after %s; see %s"
                            .formatted(STOP_TIMEOUT, signal, log));
        }
    }
}
