package io.ternmq.journal.tests.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Results;
import io.ternmq.journal.tests.Seeds;
import io.ternmq.journal.tests.cut.Answer;
import io.ternmq.journal.tests.cut.Openers;
import io.ternmq.journal.tests.cut.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to the files while nobody has them open: the journal holds what was durable, or
 * says where it is damaged. It never ends the process, and never keeps silent about a loss.
 */
class DamageSweepTest {

    private static final int SAMPLED_BITS = 240;
    private static final int SAMPLED_OTHERS = 80;
    private static final int SAMPLED_PAYLOAD_BITS_PER_FILE = 8;
    private static final int PAYLOAD_BITS_PER_FILE = 500;

    private final Map<String, Long> outcomes = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldNameTheDamageOrLoseNothing() throws Exception {
        long seed = Seeds.ofRun("the damage");
        Path root = Directories.fast("journal-damage");
        DamagedJournal journal = new DamagedJournal(root.resolve("journal"), seed);
        List<Damage> all = new ArrayList<>(sample(journal.headerBits(), SAMPLED_BITS, seed));
        all.addAll(journal.otherBits(Seeds.random(seed, 1), SAMPLED_PAYLOAD_BITS_PER_FILE));
        all.addAll(sample(journal.others(), SAMPLED_OTHERS, seed));
        sweep(journal, all, seed, root);
        assertEquals(List.of(), faults, () -> "seed " + seed + ", " + outcomes);
        Directories.delete(root);
    }

    @Test
    @Tag("nightly")
    void shouldNameTheDamageOrLoseNothingWhicheverBitFlips() throws Exception {
        long seed = Seeds.ofRun("the damage");
        long start = System.nanoTime();
        Path root = Directories.fast("journal-damage");
        DamagedJournal journal = new DamagedJournal(root.resolve("journal"), seed);
        List<Damage> all = new ArrayList<>(journal.headerBits());
        int headerBits = all.size();
        all.addAll(journal.otherBits(Seeds.random(seed, 1), PAYLOAD_BITS_PER_FILE));
        all.addAll(journal.others());
        sweep(journal, all, seed, root);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        Results results =
                new Results("journal-damage", "DamageSweepTest", seed, taken)
                        .count("damages", all.size())
                        .count("headerBits", headerBits)
                        .count("faults", faults.size());
        outcomes.forEach(results::count);
        results.ratio("perSecond", all.size() / (double) taken.toSeconds()).write();
        assertEquals(List.of(), faults, () -> "seed " + seed + ", " + outcomes);
        Directories.delete(root);
    }

    private static List<Damage> sample(List<Damage> all, int size, long seed) {
        List<Damage> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(size, shuffled.size()));
    }

    private void sweep(DamagedJournal journal, List<Damage> all, long seed, Path root)
            throws IOException {
        try (Openers openers = new Openers(root, List.of())) {
            Map<String, Damage> done = Collections.synchronizedMap(new TreeMap<>());
            for (int i = 0; i < all.size(); i++) {
                Damage damage = all.get(i);
                openers.await();
                Path copy = root.resolve("copy-" + i).resolve("journal");
                Directories.copy(journal.directory(), copy);
                damage.applyTo(copy);
                int number = i;
                String name = i + " " + damage;
                done.put(name, damage);
                openers.open(
                        new Request(
                                name,
                                copy,
                                Seeds.mix(seed, i),
                                false,
                                0,
                                new TreeMap<>(journal.possible(damage))),
                        (request, answer) -> {
                            judge(done.remove(request.name()), request, answer);
                            delete(root.resolve("copy-" + number));
                        });
            }
            openers.drain();
        }
        System.out.println(outcomes);
        assertTrue(!outcomes.isEmpty());
    }

    /** Thousands of copies would fill the memory that they stand in. */
    private static void delete(Path copy) {
        try {
            Directories.delete(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(Damage damage, Request request, Answer answer) {
        String outcome;
        boolean bad = false;
        switch (answer.kind()) {
            case KEPT ->
                    outcome =
                            Long.parseLong(answer.text()) == request.digests().lastKey()
                                    ? "recovered"
                                    : "tornTail";
            case REFUSED -> {
                outcome = "refused";
                bad = !namesThePlace(answer.text());
            }
            default -> {
                outcome = answer.kind().name();
                bad = true;
            }
        }
        outcomes.merge(damage.kind() + "." + outcome, 1L, Long::sum);
        if (bad) {
            faults.add(damage + ": " + answer);
        }
    }

    /** The path and the offset; a format that is not known has no offset. */
    private static boolean namesThePlace(String text) {
        return text.contains("is damaged at offset")
                || text.contains("There is no whole record at position")
                || text.contains("JournalFormatException");
    }
}
