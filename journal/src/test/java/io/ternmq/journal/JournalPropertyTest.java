package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to a journal, it replays to what a map remembers. */
class JournalPropertyTest {

    /** What can be done to a journal. */
    sealed interface Step {}

    /** Appends one batch of records with these sizes. */
    record Append(List<Integer> sizes) implements Step {}

    /** Forces. */
    record Force() implements Step {}

    /** Closes and opens again. */
    record Reopen() implements Step {}

    /** Goes on with a copy, as if the process had been killed. */
    record Kill() implements Step {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> append =
                Arbitraries.integers()
                        .between(0, 3500)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(Append::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(12, append),
                        Tuple.of(4, Arbitraries.create(Force::new)),
                        Tuple.of(1, Arbitraries.create(Reopen::new)),
                        Tuple.of(1, Arbitraries.create(Kill::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Property(tries = 60)
    void shouldReplayToTheModel(@ForAll("steps") List<Step> steps) throws IOException {
        Path root = Files.createTempDirectory("journal-property");
        Map<Long, String> model = new LinkedHashMap<>();
        Path directory = root.resolve("journal-0");
        Journal journal = Journals.open(directory);
        int copies = 0;
        try {
            for (Step step : steps) {
                if (step instanceof Append append) {
                    append(journal, append.sizes(), model);
                } else if (step instanceof Force) {
                    assertEquals(journal.appendedPosition(), journal.force());
                } else {
                    if (step instanceof Kill) {
                        directory = Journals.copy(directory, root.resolve("journal-" + ++copies));
                    }
                    journal.close();
                    journal = Journal.open(directory, Journals.SMALL);
                    assertEquals(journal.appendedPosition(), journal.durablePosition());
                    Map<Long, String> found = Journals.replay(journal);
                    assertEquals(List.copyOf(model.values()), List.copyOf(found.values()));
                    // what was not proven durable stands elsewhere now
                    model.clear();
                    model.putAll(found);
                }
                for (Map.Entry<Long, String> entry : model.entrySet()) {
                    assertEquals(
                            entry.getValue(),
                            Journals.text(journal.read(entry.getKey()).payload()));
                }
            }
        } finally {
            journal.close();
        }
        assertEquals(List.copyOf(model.values()), Journals.texts(directory));
        delete(root);
    }

    private static void append(Journal journal, List<Integer> sizes, Map<Long, String> model)
            throws JournalException {
        String[] texts =
                sizes.stream()
                        .map(size -> model.size() + "-" + "m".repeat(size))
                        .toArray(String[]::new);
        long before = journal.appendedPosition();
        List<Long> positions = Journals.append(journal, texts);
        for (int i = 0; i < texts.length; i++) {
            assertTrue(positions.get(i) > before);
            before = positions.get(i);
            model.put(before, texts[i]);
        }
        assertEquals(before, journal.appendedPosition());
    }

    static void delete(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
