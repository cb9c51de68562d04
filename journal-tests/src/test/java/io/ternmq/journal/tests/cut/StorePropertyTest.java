package io.ternmq.journal.tests.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.Housekeeping;
import io.ternmq.journal.JournalOptions;
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
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to a store, it holds what the model holds, from wherever it is restored. */
class StorePropertyTest {

    /** What can be done. */
    enum Step {
        OPERATION,
        FORCE,
        CHECKPOINT,
        RECLAIM,
        HOUSEKEEPING,
        /** The process ends; the page cache stays. */
        KILL,
        /** Of what was not forced something stays, or nothing. */
        CUT
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(30, Arbitraries.of(Step.OPERATION)),
                        Tuple.of(8, Arbitraries.of(Step.FORCE)),
                        Tuple.of(4, Arbitraries.of(Step.CHECKPOINT)),
                        Tuple.of(12, Arbitraries.of(Step.RECLAIM)),
                        Tuple.of(4, Arbitraries.of(Step.HOUSEKEEPING)),
                        Tuple.of(1, Arbitraries.of(Step.KILL)),
                        Tuple.of(1, Arbitraries.of(Step.CUT)))
                .list()
                .ofMinSize(10)
                .ofMaxSize(150);
    }

    @Property(tries = 40)
    void shouldHoldWhatTheModelHolds(@ForAll("steps") List<Step> steps, @ForAll int seed)
            throws IOException {
        Path root = Directories.fast("store-property");
        try (Life life = new Life(root, seed)) {
            for (Step step : steps) {
                life.step(step);
            }
            for (RestoreFrom from : RestoreFrom.values()) {
                life.restart(from);
            }
        } finally {
            Directories.delete(root);
        }
    }

    /** A store through its lives on one directory. */
    private static final class Life implements AutoCloseable {

        private static final JournalOptions OPTIONS = LedgerStore.SMALL;

        private final Path root;
        private final OpSource source;

        /** The model after each operation that a power cut may leave. */
        private final TreeMap<Long, Ledger> possible = new TreeMap<>();

        private Ledger model = new Ledger();
        private int cuts;
        private int restarts;
        private Path directory;
        private SimulatedDisk disk;
        private LedgerStore store;
        private Chores chores;
        private Housekeeping housekeeping;

        Life(Path root, long seed) throws IOException {
            this.root = root;
            this.source = new OpSource(seed, 10, 6000, 12, 30);
            this.directory = root.resolve("journal-0");
            this.disk = new SimulatedDisk(directory, null);
            this.store = open(RestoreFrom.BEST);
            this.chores = new Chores(store);
            this.housekeeping = new Housekeeping(store.journal(), store);
            durable();
        }

        private LedgerStore open(RestoreFrom from) throws IOException {
            return LedgerStore.open(directory, OPTIONS, disk, from);
        }

        void step(Step step) throws IOException {
            switch (step) {
                case OPERATION -> {
                    Op op = source.next(model);
                    store.execute(op);
                    model.apply(op);
                    possible.put(model.lastOp(), model.copy());
                    assertEquals(model.lines(), store.ledger().lines());
                }
                case FORCE -> {
                    store.force();
                    durable();
                }
                case CHECKPOINT -> {
                    store.checkpoint();
                    durable();
                }
                case RECLAIM -> chores.step(8 << 10);
                case HOUSEKEEPING -> housekeeping.step();
                case KILL -> restart(anyOf(RestoreFrom.values()));
                case CUT -> cut(anyOf(RestoreFrom.values()));
            }
        }

        private <T> T anyOf(T[] all) {
            return all[(int) (model.lastOp() + restarts) % all.length];
        }

        private void durable() {
            possible.clear();
            possible.put(model.lastOp(), model.copy());
        }

        /** Closes without a force and opens again. */
        void restart(RestoreFrom from) throws IOException {
            store.close();
            model.restart();
            reopen(from);
            assertEquals(model.lines(), store.ledger().lines());
        }

        private void cut(RestoreFrom from) throws IOException {
            store.close();
            disk.observe();
            directory = root.resolve("journal-" + ++cuts);
            Choice.Kind kind = anyOf(Choice.Kind.values());
            disk.build(directory, new Choice(kind, false, Seeds.random(source.seed(), cuts)));
            disk.close();
            disk = new SimulatedDisk(directory, null);
            reopen(from);
            Ledger found = possible.get(store.ledger().lastOp());
            assertTrue(found != null, "operation " + store.ledger().lastOp());
            assertEquals(found.lines(), store.ledger().lines());
            model = found.copy();
            model.restart();
            durable();
        }

        private void reopen(RestoreFrom from) throws IOException {
            restarts++;
            store = open(from);
            store.readAll();
            chores = new Chores(store);
            housekeeping = new Housekeeping(store.journal(), store);
        }

        @Override
        public void close() throws IOException {
            store.close();
            disk.close();
        }
    }
}
