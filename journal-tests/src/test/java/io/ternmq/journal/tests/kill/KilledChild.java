package io.ternmq.journal.tests.kill;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.tests.Seeds;
import io.ternmq.journal.tests.ledger.Chores;
import io.ternmq.journal.tests.ledger.Ledger;
import io.ternmq.journal.tests.ledger.LedgerStore;
import io.ternmq.journal.tests.ledger.Op;
import io.ternmq.journal.tests.ledger.OpSource;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Uses a store until it is killed. Says what it found, then after each force up to which operation
 * all are durable.
 */
final class KilledChild {

    private KilledChild() {}

    /** What a seed does. */
    static OpSource source(long seed) {
        return new OpSource(seed, 10, 6000, 25, 25);
    }

    /** Arguments: directory, seed of the operations, number of this life, what to restore from. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        OpSource source = source(Long.parseLong(arguments[1]));
        SplittableRandom random = Seeds.random(source.seed(), -Long.parseLong(arguments[2]));
        try (LedgerStore store =
                LedgerStore.open(
                        Path.of(arguments[0]),
                        LedgerStore.SMALL,
                        ForcePolicy.DEVICE,
                        RestoreFrom.valueOf(arguments[3]))) {
            Ledger ledger = store.ledger();
            store.readAll();
            answers.println(ledger.lastOp() + " " + ledger.digest());
            Chores chores = new Chores(store);
            while (!answers.checkError()) {
                Op op = source.next(ledger);
                store.execute(op);
                ledger.apply(op);
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        store.force();
                        answers.println(ledger.lastOp());
                    }
                    case 4 -> store.checkpoint();
                    case 5, 6, 7 -> chores.step(16 << 10);
                    default -> {
                        // Goes on without a force.
                    }
                }
            }
        }
    }
}
