package io.ternmq.journal.tests.cut;

import io.ternmq.journal.tests.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has directories opened by a child, one after the other; begins a new child when one died over
 * what it opened. One thread at a time.
 */
public final class Opener implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Path errors;
    private final List<Path> firstClasses;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "opener-watch");
                        thread.setDaemon(true);
                        return thread;
                    });
    private @Nullable Process child;
    private @Nullable BufferedReader answers;

    /**
     * @param errors where the child's error stream goes
     * @param firstClasses where the child looks for classes first
     */
    public Opener(Path errors, List<Path> firstClasses) {
        this.errors = errors;
        this.firstClasses = List.copyOf(firstClasses);
    }

    /** Has one directory opened. */
    public Answer ask(Request request) throws IOException {
        Process running = child;
        BufferedReader lines = answers;
        if (running == null || lines == null || !running.isAlive()) {
            running = Children.start(OpenerChild.class, firstClasses, errors);
            lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    running.getInputStream(), StandardCharsets.UTF_8));
            child = running;
            answers = lines;
        }
        Process asked = running;
        AtomicBoolean hung = new AtomicBoolean();
        ScheduledFuture<?> alarm =
                watch.schedule(
                        () -> {
                            hung.set(true);
                            asked.destroyForcibly();
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
        String line = answer(running, lines, request);
        alarm.cancel(false);
        if (line != null) {
            return Answer.parse(line);
        }
        child = null;
        return new Answer(
                hung.get() ? Answer.Kind.HUNG : Answer.Kind.DIED,
                "the child over " + request.name() + ", see " + errors);
    }

    private static @Nullable String answer(Process child, BufferedReader lines, Request request) {
        try {
            OutputStream requests = child.getOutputStream();
            requests.write((request.line() + "\n").getBytes(StandardCharsets.UTF_8));
            requests.flush();
            return lines.readLine();
        } catch (IOException e) {
            // The pipe of a child that died.
            return null;
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        Process running = child;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
