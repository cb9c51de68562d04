package io.ternmq.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Durable appends of 1 KiB by 1, 4, 16 and 32 threads: our journal, a plain preallocated file
 * driven by the same threads and wake-ups, and Artemis's journal. They take turns in short slices,
 * so that what else the machine does meets them alike; a ratio is that of the slices of one round.
 *
 * <p>{@code mvn -Pbench verify} runs it. It fails if a contender does not force what it answers, or
 * if our journal makes the device write much more than was appended.
 */
public final class GroupCommit {

    private static final int[] THREADS = {1, 4, 16, 32};
    private static final int PAYLOAD_BYTES = 1 << 10;

    /** Of one append alone: its pages, and some of the file's metadata and the next file. */
    private static final long MOST_BYTES_PER_FORCE = 32 << 10;

    private final Path directory;
    private final int rounds;
    private final long sliceNs;
    private final long seed;
    private final PrintStream out;
    private final List<Slice> slices = new ArrayList<>();

    GroupCommit(Path directory, int rounds, long sliceNs, long seed, PrintStream out) {
        this.directory = directory;
        this.rounds = rounds;
        this.sliceNs = sliceNs;
        this.seed = seed;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("bench.rounds", 5);
        long sliceMs = Long.getLong("bench.slice.ms", 700);
        long seed = Long.getLong("bench.seed", 1);
        Path directory = Path.of(System.getProperty("bench.directory", "target/bench"));
        Results results =
                new Results(
                        "mvn -Pbench verify -Dbench.rounds="
                                + rounds
                                + " -Dbench.slice.ms="
                                + sliceMs
                                + " -Dbench.seed="
                                + seed,
                        seed);
        GroupCommit run =
                new GroupCommit(
                        directory,
                        rounds,
                        TimeUnit.MILLISECONDS.toNanos(sliceMs),
                        seed,
                        System.out);
        for (int threads : THREADS) {
            run.phase(threads);
        }
        run.report(results);
        results.write(
                Path.of(System.getProperty("bench.results", "target/results"))
                        .resolve("journal-group-commit.json"));
        run.check();
    }

    /** One warm-up and all rounds with so many threads. */
    void phase(int threads) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        try {
            contenders.add(new TernJournal(fresh(TernJournal.NAME)));
            contenders.add(new Plain(fresh(Plain.NAME)));
            contenders.add(Artemis.nio(fresh(Artemis.NAME)));
            Path aio = fresh(Artemis.NAME_AIO);
            if (Artemis.aioWorks(aio)) {
                contenders.add(Artemis.aio(aio));
            }
            for (Contender contender : contenders) {
                Slice.run(contender, threads, PAYLOAD_BYTES, sliceNs, seed);
            }
            for (int round = 0; round < rounds; round++) {
                Collections.rotate(contenders, 1);
                for (Contender contender : contenders) {
                    slices.add(Slice.run(contender, threads, PAYLOAD_BYTES, sliceNs, seed + round));
                }
            }
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
            remove(directory);
        }
    }

    private Path fresh(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.delete(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }

    List<Slice> slices() {
        return slices;
    }

    private void report(Results results) {
        List<String> names = slices.stream().map(Slice::contender).distinct().sorted().toList();
        out.println(
                "threads contender      appends/s                     bytes/force  appends/force  CPU µs");
        for (int threads : THREADS) {
            for (String name : names) {
                Quartiles rate = Quartiles.of(figures(name, threads, Slice::perSecond));
                Quartiles bytes = Quartiles.of(figures(name, threads, GroupCommit::bytesPerForce));
                Quartiles batch =
                        Quartiles.of(figures(name, threads, GroupCommit::appendsPerForce));
                Quartiles cpu = Quartiles.of(figures(name, threads, Slice::cpuMicros));
                String key = name + ", " + threads + " threads";
                results.count(key + ", appends per second", rate.json(0));
                results.count(key + ", CPU µs an append", cpu.json(1));
                results.count(key + ", bytes per force", bytes.json(0));
                results.count(key + ", appends per force", batch.json(1));
                out.printf(
                        Locale.ROOT,
                        "%7d %-14s %-28s %12.0f %14.1f %7.1f%n",
                        threads,
                        name,
                        rate.text(0),
                        bytes.median(),
                        batch.median(),
                        cpu.median());
            }
            for (String other : names) {
                if (!other.equals(TernJournal.NAME)) {
                    Quartiles ratio = ratios(threads, other);
                    results.ratio(
                            TernJournal.NAME + " / " + other + ", " + threads + " threads",
                            ratio.json(2));
                    out.printf(
                            Locale.ROOT,
                            "%7d %s / %s: %s%n",
                            threads,
                            TernJournal.NAME,
                            other,
                            ratio.text(2));
                }
            }
        }
    }

    private Quartiles ratios(int threads, String other) {
        double[] ours = figures(TernJournal.NAME, threads, Slice::perSecond);
        double[] theirs = figures(other, threads, Slice::perSecond);
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / theirs[i];
        }
        return Quartiles.of(ratios);
    }

    private double[] figures(String name, int threads, ToDoubleFunction<Slice> figure) {
        return slices.stream()
                .filter(slice -> slice.contender().equals(name) && slice.threads() == threads)
                .mapToDouble(figure)
                .toArray();
    }

    private static double bytesPerForce(Slice slice) {
        return slice.forces() == 0 ? 0 : (double) slice.deviceBytes() / slice.forces();
    }

    private static double appendsPerForce(Slice slice) {
        return slice.forces() == 0 ? 0 : (double) slice.appends() / slice.forces();
    }

    /** No more is in one force than threads can have waited, and not much more is written. */
    void check() {
        for (Slice slice : slices) {
            if (slice.appends() > (slice.forces() + 1) * slice.threads()
                    && !slice.contender().equals(Artemis.NAME_AIO)) {
                throw new AssertionError("answered before it was forced: " + slice);
            }
        }
        for (int threads : THREADS) {
            double[] bytes = figures(TernJournal.NAME, threads, GroupCommit::bytesPerForce);
            if (bytes.length == 0) {
                continue;
            }
            double median = Quartiles.of(bytes).median();
            if (median > MOST_BYTES_PER_FORCE + 3.0 * threads * PAYLOAD_BYTES) {
                throw new AssertionError(
                        "with " + threads + " threads each force wrote " + median + " bytes");
            }
        }
    }
}
