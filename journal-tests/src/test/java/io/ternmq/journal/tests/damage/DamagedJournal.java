package io.ternmq.journal.tests.damage;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.tests.ledger.Chores;
import io.ternmq.journal.tests.ledger.Ledger;
import io.ternmq.journal.tests.ledger.LedgerStore;
import io.ternmq.journal.tests.ledger.Op;
import io.ternmq.journal.tests.ledger.OpSource;
import io.ternmq.journal.tests.ledger.RestoreFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory with everything that a journal has: files of two openings, a trimmed beginning, two
 * checkpoints; and what may be done to it.
 */
final class DamagedJournal {

    private static final int OPERATIONS = 45;
    private static final int PAGE = 4096;
    private static final int OFFSET_BITS = 32;

    private final Path directory;
    private final Ledger ledger = new Ledger();
    private final TreeMap<Long, Long> digests = new TreeMap<>();

    /** The position of each operation's last record. */
    private final TreeMap<Long, Long> positions = new TreeMap<>();

    DamagedJournal(Path directory, long seed) throws IOException {
        this.directory = directory;
        OpSource source = new OpSource(seed, 100, 5000, 15, 25);
        for (int opening = 0; opening < 2; opening++) {
            try (LedgerStore store = open()) {
                ledger.restart();
                Chores chores = new Chores(store);
                for (int i = 0; i < OPERATIONS; i++) {
                    Op op = source.next(ledger);
                    store.execute(op);
                    ledger.apply(op);
                    store.force();
                    digests.put(ledger.lastOp(), ledger.digest());
                    positions.put(ledger.lastOp(), store.journal().appendedPosition());
                    if (i == OPERATIONS / 3 || i == OPERATIONS / 2) {
                        store.checkpoint();
                    }
                    if (opening == 1 && i == OPERATIONS / 2) {
                        while (store.journal().metrics().trimmedSegments() == 0
                                && chores.step(PAGE)) {
                            store.force();
                        }
                    }
                }
            }
        }
    }

    private LedgerStore open() throws IOException {
        return LedgerStore.open(directory, LedgerStore.SMALL, ForcePolicy.DEVICE, RestoreFrom.BEST);
    }

    Path directory() {
        return directory;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("journal.lock"))
                    .sorted()
                    .toList();
        }
    }

    /** Each bit of headers and lengths. */
    List<Damage> headerBits() throws IOException {
        List<Damage> all = new ArrayList<>();
        for (Path file : files()) {
            Layout.headers(file).stream()
                    .forEach(
                            offset -> {
                                for (int bit = 0; bit < Byte.SIZE; bit++) {
                                    add(all, Damage.Kind.HEADER_BIT, file, offset, bit);
                                }
                            });
        }
        return all;
    }

    /** Some of all other bits. */
    List<Damage> otherBits(SplittableRandom random, int perFile) throws IOException {
        List<Damage> all = new ArrayList<>();
        for (Path file : files()) {
            BitSet headers = Layout.headers(file);
            long size = Files.size(file);
            for (int i = 0; i < perFile && size > headers.cardinality(); i++) {
                int offset = headers.nextClearBit(random.nextInt((int) size));
                if (offset < size) {
                    add(all, Damage.Kind.OTHER_BIT, file, offset, random.nextInt(Byte.SIZE));
                }
            }
        }
        return all;
    }

    /** Truncation at each page, each page zeroed, each file deleted, strangers. */
    List<Damage> others() throws IOException {
        List<Damage> all = new ArrayList<>();
        for (Path file : files()) {
            add(all, Damage.Kind.DELETED, file, 0, 0);
            for (long at = 0; at < Files.size(file); at += PAGE) {
                add(all, Damage.Kind.TRUNCATED, file, at, 0);
                add(all, Damage.Kind.ZEROED_PAGE, file, at, 0);
            }
            Path name = file.getFileName();
            for (String stranger : List.of(name + ".bak", "x" + name, "." + name + ".swp")) {
                add(all, Damage.Kind.FOREIGN, file.resolveSibling(stranger), 0, 0);
            }
        }
        return all;
    }

    private void add(List<Damage> all, Damage.Kind kind, Path file, long offset, int bit) {
        all.add(new Damage(kind, directory.relativize(file), offset, bit));
    }

    /**
     * What may be found after a damage. All operations were forced; that the last one was is said
     * by nothing that came later, so that damage to it looks like a torn tail. In the newest file
     * that is true of all that stands behind the damage, if nothing is left behind it.
     */
    SortedMap<Long, Long> possible(Damage damage) throws IOException {
        long last = ledger.lastOp();
        List<Path> data =
                files().stream().filter(file -> file.toString().endsWith(".cq4")).toList();
        Path newest = directory.relativize(data.get(data.size() - 1));
        if (!damage.file().equals(newest) || damage.kind() == Damage.Kind.DELETED) {
            return digests.tailMap(last);
        }
        if (damage.kind() == Damage.Kind.HEADER_BIT || damage.kind() == Damage.Kind.OTHER_BIT) {
            return digests.tailMap(last - 1);
        }
        long file = positions.get(last) >>> OFFSET_BITS;
        long damaged = file << OFFSET_BITS | damage.from();
        long whole = 0;
        for (Map.Entry<Long, Long> one : positions.entrySet()) {
            whole = one.getValue() < damaged ? one.getKey() : whole;
        }
        return digests.tailMap(Math.min(whole - 1, last));
    }
}
