package io.ternmq.journal.tests.cut;

import io.ternmq.journal.tests.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/**
 * Two children that open images side by side while the next ones are built. Images that were kept
 * whole are deleted, others stay. Called by one thread.
 */
public final class Openers implements AutoCloseable {

    private static final int CHILDREN = 2;
    private static final int AHEAD = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(CHILDREN);
    private final BlockingQueue<Opener> free = new LinkedBlockingQueue<>();
    private final List<Opener> all = new ArrayList<>();
    private final Semaphore room = new Semaphore(AHEAD);

    /**
     * @param root where the children's error streams go
     */
    public Openers(Path root, List<Path> firstClasses) {
        for (int i = 0; i < CHILDREN; i++) {
            all.add(new Opener(root.resolve("opener-" + i + ".log"), firstClasses));
        }
        free.addAll(all);
    }

    /** Waits until there is room for another image. */
    public void await() {
        room.acquireUninterruptibly();
    }

    /** Has an image opened, for which there was room. */
    public void open(Request request, BiConsumer<Request, Answer> then) {
        threads.execute(
                () -> {
                    try {
                        Opener opener = free.take();
                        Answer answer = opener.ask(request);
                        free.add(opener);
                        then.accept(request, answer);
                        Path slot = request.directory().getParent();
                        if (answer.kind() == Answer.Kind.KEPT && slot != null) {
                            Directories.delete(slot);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        room.release();
                    }
                });
    }

    /** Waits until all were opened. */
    public void drain() {
        room.acquireUninterruptibly(AHEAD);
        room.release(AHEAD);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        all.forEach(Opener::close);
    }
}
