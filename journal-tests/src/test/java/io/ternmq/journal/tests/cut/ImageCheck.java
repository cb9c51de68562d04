package io.ternmq.journal.tests.cut;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.StoredCheckpoint;
import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Seeds;
import io.ternmq.journal.tests.ledger.Chores;
import io.ternmq.journal.tests.ledger.Ledger;
import io.ternmq.journal.tests.ledger.LedgerStore;
import io.ternmq.journal.tests.ledger.Op;
import io.ternmq.journal.tests.ledger.OpSource;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import io.ternmq.journal.tests.ledger.StoreCorruptException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Opens an image and looks at it; uses it, cuts it again and opens that. */
final class ImageCheck {

    /** Where nothing is at stake, nothing is forced. */
    private static final ForcePolicy NO_FORCE = (channel, path) -> {};

    private final Request request;
    private final SplittableRandom random;
    private Answer.Kind refusal = Answer.Kind.REFUSED;

    private ImageCheck(Request request) {
        this.request = request;
        this.random = Seeds.random(request.seed(), 1);
    }

    static Answer of(Request request) {
        ImageCheck check = new ImageCheck(request);
        try {
            return check.run();
        } catch (StoreCorruptException e) {
            return new Answer(Answer.Kind.WRONG, e.toString());
        } catch (JournalException e) {
            return new Answer(check.refusal, e.toString());
        } catch (IOException | RuntimeException | Error e) {
            StackTraceElement[] trace = e.getStackTrace();
            return new Answer(Answer.Kind.FAILED, e + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private Answer run() throws IOException {
        if (!request.goesOn()) {
            try (LedgerStore store = open(request.directory(), NO_FORCE, any())) {
                return compare(store, request);
            }
        }
        Path second = request.directory().resolveSibling("second");
        Directories.delete(second);
        try (SimulatedDisk disk = new SimulatedDisk(request.directory(), null)) {
            Request later;
            try (LedgerStore store = open(request.directory(), disk, any())) {
                Answer answer = compare(store, request);
                if (answer.kind() != Answer.Kind.KEPT) {
                    return answer;
                }
                refusal = Answer.Kind.LOST_LATER;
                later = use(store, disk, second);
            }
            try (LedgerStore store = open(second, NO_FORCE, any())) {
                Answer answer = compare(store, later);
                return answer.kind() == Answer.Kind.KEPT
                        ? answer
                        : new Answer(Answer.Kind.LOST_LATER, answer.text());
            }
        }
    }

    private RestoreFrom any() {
        return RestoreFrom.values()[random.nextInt(RestoreFrom.values().length)];
    }

    private static LedgerStore open(Path directory, ForcePolicy policy, RestoreFrom from)
            throws JournalException {
        return LedgerStore.open(directory, LedgerStore.SMALL, policy, from);
    }

    private static Answer compare(LedgerStore store, Request request) throws JournalException {
        Ledger found = store.ledger();
        Long expected = request.digests().get(found.lastOp());
        if (expected == null) {
            return new Answer(
                    Answer.Kind.LOST,
                    found.lastOp()
                            + " operations found, expected "
                            + request.digests().firstKey()
                            + " to "
                            + request.digests().lastKey());
        }
        if (expected != found.digest()) {
            return new Answer(
                    Answer.Kind.WRONG, "after " + found.lastOp() + " operations " + found.lines());
        }
        long checkpoint = 0;
        for (StoredCheckpoint stored : store.journal().checkpoints()) {
            checkpoint = Math.max(checkpoint, stored.position());
        }
        if (checkpoint < request.checkpoint()) {
            return new Answer(
                    Answer.Kind.LOST,
                    "the newest checkpoint is at "
                            + checkpoint
                            + ", committed was one at "
                            + request.checkpoint());
        }
        store.readAll();
        return new Answer(Answer.Kind.KEPT, Long.toString(found.lastOp()));
    }

    /** Some operations, some of them forced, then the second cut. */
    private Request use(LedgerStore store, SimulatedDisk disk, Path second) throws IOException {
        Ledger ledger = store.ledger();
        OpSource source = new OpSource(request.seed(), 10, 3000, 20, 20);
        TreeMap<Long, Long> digests = new TreeMap<>();
        digests.put(ledger.lastOp(), ledger.digest());
        long checkpoint = request.checkpoint();
        Chores chores = new Chores(store);
        for (int i = random.nextInt(5); i >= 0; i--) {
            Op op = source.next(ledger);
            store.execute(op);
            ledger.apply(op);
            digests.put(ledger.lastOp(), ledger.digest());
            disk.observe();
            int choice = random.nextInt(10);
            if (choice < 5) {
                store.force();
                digests.headMap(ledger.lastOp()).clear();
            } else if (choice == 5) {
                store.checkpoint();
                checkpoint = store.lastCheckpoint();
                digests.headMap(ledger.lastOp()).clear();
            } else if (choice == 6) {
                chores.step(8 << 10);
            }
        }
        Choice.Kind kind = Choice.Kind.values()[random.nextInt(Choice.Kind.values().length)];
        disk.observe();
        disk.build(second, new Choice(kind, random.nextBoolean(), random));
        return new Request(request.name(), second, request.seed(), false, checkpoint, digests);
    }
}
