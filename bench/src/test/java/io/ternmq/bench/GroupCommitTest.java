package io.ternmq.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each contender once, for a moment: that it runs, and that it forces what it answers. */
class GroupCommitTest {

    @TempDir Path directory;

    @Test
    void shouldForceWhatEachContenderAnswers() throws Exception {
        PrintStream out =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        GroupCommit run =
                new GroupCommit(
                        directory.resolve("bench"), 1, TimeUnit.MILLISECONDS.toNanos(50), 1, out);
        run.phase(1);
        run.check();
        Set<String> names = run.slices().stream().map(Slice::contender).collect(Collectors.toSet());
        assertTrue(
                names.containsAll(Set.of(TernJournal.NAME, Plain.NAME, Artemis.NAME)),
                names::toString);
        for (Slice slice : run.slices()) {
            assertTrue(slice.appends() > 0, slice::toString);
        }
    }

    @Test
    void shouldFindTheMiddleOfFigures() {
        assertEquals(new Quartiles(2, 3, 4), Quartiles.of(5, 3, 1, 2, 4));
        assertEquals(new Quartiles(1, 1, 1), Quartiles.of(1));
    }
}
