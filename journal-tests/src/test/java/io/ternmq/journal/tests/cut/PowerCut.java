package io.ternmq.journal.tests.cut;

import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Seeds;
import io.ternmq.journal.tests.ledger.Chores;
import io.ternmq.journal.tests.ledger.Ledger;
import io.ternmq.journal.tests.ledger.LedgerStore;
import io.ternmq.journal.tests.ledger.Op;
import io.ternmq.journal.tests.ledger.OpSource;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs one script on a simulated disk; at each of its forces builds images of what a power cut
 * would leave and has them opened. One thread; forces of other threads count, but make no images.
 */
final class PowerCut {

    private static final int REHEARSED = Choice.Kind.RANDOM.ordinal();

    private final Script script;
    private final long seed;
    private final int imagesPerPoint;
    private final Control control;
    private final Openers openers;
    private final Path root;
    private final Tally tally = new Tally();
    private final Thread thread = Thread.currentThread();
    private final Ledger ledger = new Ledger();

    /** What may be found: from what was acknowledged to what was begun. */
    private final TreeMap<Long, Long> possible = new TreeMap<>();

    private final SplittableRandom random;
    private final OpSource source;
    private SimulatedDisk disk;
    private boolean appending;

    /** The first file that an append forces is the one that it leaves. */
    private @Nullable Path rolled;

    private long checkpoint;
    private long imageNumber;

    PowerCut(
            Script script,
            long seed,
            int imagesPerPoint,
            Control control,
            Openers openers,
            Path root)
            throws IOException {
        this.script = script;
        this.seed = seed;
        this.imagesPerPoint = imagesPerPoint;
        this.control = control;
        this.openers = openers;
        this.root =
                root.resolve(script.name().replaceAll("\\W+", "-") + "-" + control + "-" + seed);
        this.random = Seeds.random(seed, 0);
        this.source = script.source(seed);
        this.disk = new SimulatedDisk(this.root.resolve("journal"), this::before);
    }

    Tally run() throws IOException {
        possible.put(0L, ledger.digest());
        try {
            LedgerStore store = reopened();
            try {
                Chores chores = new Chores(store);
                for (int i = 0; i < script.operations(); i++) {
                    operation(store);
                    if (happens(script.force())) {
                        store.force();
                        acknowledged();
                    }
                    if (happens(script.checkpoint())) {
                        store.checkpoint();
                        checkpoint = store.lastCheckpoint();
                        acknowledged();
                    }
                    if (happens(script.reclaim())) {
                        chores.step(8 << 10);
                        disk.observe();
                    }
                    for (int restarts = random.nextInt(3);
                            restarts >= 0 && happens(script.restart());
                            restarts--) {
                        closed(store);
                        store = reopened();
                        chores = new Chores(store);
                    }
                }
                images("at the end");
            } finally {
                closed(store);
            }
            openers.drain();
            return tally;
        } finally {
            disk.close();
            if (tally.notKept() == 0 || control != Control.NONE) {
                Directories.delete(root);
            }
        }
    }

    private boolean happens(int ofHundred) {
        return random.nextInt(100) < ofHundred;
    }

    private void operation(LedgerStore store) throws IOException {
        Op op = source.next(ledger);
        ledger.apply(op);
        possible.put(ledger.lastOp(), ledger.digest());
        appending = true;
        store.execute(op);
        appending = false;
        rolled = null;
        disk.observe();
    }

    private void acknowledged() {
        possible.headMap(ledger.lastOp()).clear();
    }

    /** Whatever a kill left is durable once the journal is open. */
    private LedgerStore reopened() throws JournalException {
        RestoreFrom from = RestoreFrom.values()[random.nextInt(RestoreFrom.values().length)];
        LedgerStore store =
                LedgerStore.open(root.resolve("journal"), LedgerStore.SMALL, disk, from);
        ledger.restart();
        acknowledged();
        if (store.ledger().digest() != ledger.digest()) {
            throw new AssertionError(
                    "from "
                            + from
                            + " came "
                            + store.ledger().lines()
                            + " instead of "
                            + ledger.lines());
        }
        return store;
    }

    private void closed(LedgerStore store) {
        JournalMetrics metrics = store.journal().metrics();
        tally.opening(metrics.rolls(), metrics.trimmedSegments(), metrics.checkpoints());
        store.close();
    }

    private boolean before(Path path) throws IOException {
        if (Thread.currentThread() == thread) {
            images(path.getFileName().toString());
        }
        if (appending && rolled == null && Control.isRecords(path)) {
            rolled = path;
        }
        return !control.leavesOut(path, rolled);
    }

    private void images(String point) throws IOException {
        tally.point();
        for (int i = 0; i < imagesPerPoint; i++) {
            imageNumber++;
            SplittableRandom chance = Seeds.random(seed, imageNumber + (1L << 32));
            // Half of them by chance, the others the extremes in turn.
            Choice.Kind kind =
                    imageNumber % 2 == 0
                            ? Choice.Kind.RANDOM
                            : Choice.Kind.values()[(int) (imageNumber / 2 % REHEARSED)];
            boolean sectors = chance.nextBoolean();
            openers.await();
            Path image = root.resolve("image-" + imageNumber).resolve("journal");
            disk.build(image, new Choice(kind, sectors, chance));
            String name =
                    String.join(
                            " ",
                            script.name(),
                            "seed=" + seed,
                            "image=" + imageNumber,
                            kind + (sectors ? " sectors" : " pages"),
                            "before the force of " + point);
            openers.open(
                    new Request(
                            name,
                            image,
                            chance.nextLong(),
                            true,
                            checkpoint,
                            new TreeMap<>(possible)),
                    tally::count);
        }
    }
}
