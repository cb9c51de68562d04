package io.ternmq.bench;

import io.ternmq.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Durable sends of 1 KiB by 1, 4 and 16 producers into one broker: with callers that run its loop,
 * and handed over to the loop's own thread. They take turns in short slices; a ratio is that of the
 * slices of one round.
 */
public final class DurableSends {

    private static final int[] PRODUCERS = {1, 4, 16};
    private static final int PAYLOAD_BYTES = 1 << 10;
    private static final String LED = "embedded";

    private DurableSends() {}

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
        run(directory, PRODUCERS, rounds, sliceMs, seed, results, System.out);
        results.write(
                Path.of(System.getProperty("bench.results", "target/results"))
                        .resolve("broker-loop.json"));
    }

    static void run(
            Path directory,
            int[] producers,
            int rounds,
            long sliceMs,
            long seed,
            Results results,
            PrintStream out)
            throws Exception {
        Path data = Files.createDirectories(directory.resolve("broker"));
        try (EmbeddedBroker broker = EmbeddedBroker.builder(data).build()) {
            for (int threads : producers) {
                phase(data, broker, threads, rounds, sliceMs, seed, results, out);
            }
        }
        GroupCommit.remove(directory);
    }

    private static void phase(
            Path data,
            EmbeddedBroker broker,
            int threads,
            int rounds,
            long sliceMs,
            long seed,
            Results results,
            PrintStream out)
            throws Exception {
        long sliceNs = TimeUnit.MILLISECONDS.toNanos(sliceMs);
        List<Contender> senders = new ArrayList<>();
        senders.add(new Sender(LED, data, broker));
        senders.add(new Sender(HandedProvider.SCHEME, data, broker));
        double[] led = new double[rounds];
        double[] handed = new double[rounds];
        double[] ledCpu = new double[rounds];
        double[] handedCpu = new double[rounds];
        double[] ratios = new double[rounds];
        try {
            for (Contender sender : senders) {
                Slice.run(sender, threads, PAYLOAD_BYTES, sliceNs, seed);
            }
            for (int round = 0; round < rounds; round++) {
                Collections.rotate(senders, 1);
                for (Contender sender : senders) {
                    Slice slice = Slice.run(sender, threads, PAYLOAD_BYTES, sliceNs, seed + round);
                    boolean leads = sender.name().equals(LED);
                    (leads ? led : handed)[round] = slice.perSecond();
                    (leads ? ledCpu : handedCpu)[round] = slice.cpuMicros();
                }
                ratios[round] = led[round] / handed[round];
            }
        } finally {
            close(senders);
        }
        String key = threads + " producers";
        results.count(
                "caller runs the loop, " + key + ", sends per second", Quartiles.of(led).json(0));
        results.count("handed over, " + key + ", sends per second", Quartiles.of(handed).json(0));
        results.count(
                "caller runs the loop, " + key + ", CPU µs a send", Quartiles.of(ledCpu).json(1));
        results.count("handed over, " + key + ", CPU µs a send", Quartiles.of(handedCpu).json(1));
        results.ratio("caller runs the loop / handed over, " + key, Quartiles.of(ratios).json(2));
        out.printf(
                Locale.ROOT,
                "%2d producers: caller runs the loop %s, handed over %s sends/s, ratio %s; CPU"
                        + " µs a send %s, %s%n",
                threads,
                Quartiles.of(led).text(0),
                Quartiles.of(handed).text(0),
                Quartiles.of(ratios).text(2),
                Quartiles.of(ledCpu).text(1),
                Quartiles.of(handedCpu).text(1));
    }

    private static void close(List<Contender> senders) throws IOException {
        for (Contender sender : senders) {
            try {
                sender.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
