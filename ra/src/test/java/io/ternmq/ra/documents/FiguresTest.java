package io.ternmq.ra.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A figure in a document has a file that says how it was measured. */
class FiguresTest {

    @TempDir Path temporary;

    @Test
    void shouldFindNoFigureWithoutItsResultsInTheDocuments() throws IOException {
        assertEquals(List.of(), new Figures(Path.of("..")).faults());
    }

    @Test
    void shouldRefuseAFigureWithoutResults() throws IOException {
        Files.createDirectories(temporary.resolve("docs/results"));
        Files.writeString(temporary.resolve("README.md"), "It is quick.");
        Files.writeString(
                temporary.resolve("docs/speed.md"),
                "Sends reach 12,000 messages per second.\n\nA delay of 30 s is a setting.\n\n"
                        + "The p99 is small, see [results](results/speed.json).\n");
        Files.writeString(temporary.resolve("docs/results/speed.json"), "{\"commit\": \"x\"}");
        List<String> faults = new Figures(temporary).faults();
        assertEquals(
                1, faults.stream().filter(fault -> fault.contains("12,000")).count(), "" + faults);
        assertEquals(
                Figures.KEYS.size() - 1,
                faults.stream().filter(fault -> fault.contains("lacks")).count(),
                "" + faults);
        assertEquals(Figures.KEYS.size(), faults.size(), "" + faults);
    }

    @Test
    void shouldRefuseResultsThatDoNotExist() throws IOException {
        Files.createDirectories(temporary.resolve("docs"));
        Files.writeString(
                temporary.resolve("README.md"), "1.5 × faster, see docs/results/none.json.");
        List<String> faults = new Figures(temporary).faults();
        assertEquals(1, faults.size(), "" + faults);
    }
}
