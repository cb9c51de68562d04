package io.ternmq.journal.tests.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.JournalMetrics;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Results;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of writing fifty times the working set: what reclaim costs, what the disk holds, and
 * whether appends become slower. The properties soak.minutes, soak.workingSetMB, soak.volumeMB and
 * soak.fileMB make it smaller.
 */
@Tag("nightly")
class SoakTest {

    private static final long MB = 1 << 20;
    private static final double P999 = 99.9;

    /** The last quarter may be so much slower than the one in the middle of those before it. */
    private static final double NOT_RISING = 1.5;

    private final Duration duration = Duration.ofMinutes(Long.getLong("soak.minutes", 30));
    private final long workingSet = Long.getLong("soak.workingSetMB", 1024) * MB;
    private final long volume = Long.getLong("soak.volumeMB", 50 * 1024) * MB;
    private final long fileBytes =
            Long.getLong("soak.fileMB", JournalOptions.DEFAULT_FILE_SIZE_BYTES / MB) * MB;

    @Test
    void shouldCopyLittleForAQueueThatIsReadInOrder() throws Exception {
        soak("journal-soak-fifo", 0, workingSet, 1.1);
    }

    @Test
    void shouldCopyABoundedPartForAColdQueueBesideAChurningOne() throws Exception {
        soak("journal-soak-cold", workingSet, workingSet / 8, 1.5);
    }

    private void soak(String name, long cold, long churning, double amplification)
            throws Exception {
        JournalOptions defaults = JournalOptions.defaults();
        int block = (int) Math.min(defaults.blockSizeBytes(), fileBytes);
        JournalOptions options =
                fileBytes == defaults.fileSizeBytes()
                        ? defaults
                        : new JournalOptions(block, fileBytes);
        Path root = Files.createTempDirectory("journal-soak");
        Soak.Outcome outcome =
                new Soak(options, cold, churning, volume, duration).run(root.resolve("journal"));
        Directories.delete(root);
        JournalMetrics metrics = outcome.metrics();
        List<Double> p999 =
                outcome.quarters().stream().map(quarter -> micros(quarter, P999)).toList();
        Results results =
                new Results(name, "SoakTest", 0, outcome.taken())
                        .count("messages", outcome.messages())
                        .count("messageBytes", Soak.MESSAGE_BYTES)
                        .count("appendedBytes", metrics.appendedBytes())
                        .count("copiedBytes", metrics.copiedBytes())
                        .count("liveBytes", metrics.liveBytes())
                        .count("diskBytes", metrics.diskBytes())
                        .count("rolls", metrics.rolls())
                        .count("trimmedSegments", metrics.trimmedSegments())
                        .count("checkpoints", metrics.checkpoints())
                        .count("diskSamples", outcome.samples())
                        .ratio("writeAmplification", metrics.writeAmplification())
                        .ratio("worstDiskOverAllowed", outcome.worstDisk());
        for (int i = 0; i < p999.size(); i++) {
            results.ratio("appendMicrosP50Quarter" + (i + 1), micros(outcome.quarters().get(i), 50))
                    .ratio("appendMicrosP999Quarter" + (i + 1), p999.get(i));
        }
        results.write();
        assertTrue(metrics.writeAmplification() <= amplification, metrics::toString);
        assertTrue(outcome.worstDisk() <= 1, "disk " + outcome.worstDisk() + " of what is allowed");
        double before = p999.subList(0, p999.size() - 1).stream().sorted().toList().get(1);
        assertTrue(
                p999.get(p999.size() - 1) <= NOT_RISING * before,
                "p99.9 of an append in each quarter, microseconds: " + p999);
    }

    private static double micros(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }
}
