package io.ternmq.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What one contender did in its turn of a run.
 *
 * @param appends durable ones
 * @param cpuNanos what this process used of the processors meanwhile
 * @param forces of the storage device
 * @param deviceBytes that this process caused to be written, −1 where the system does not tell
 */
record Slice(
        String contender,
        int threads,
        long appends,
        long nanos,
        long cpuNanos,
        long forces,
        long deviceBytes) {

    private static final Path IO = Path.of("/proc/self/io");
    private static final OperatingSystemMXBean CPU =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(3);

    double perSecond() {
        return appends * 1e9 / nanos;
    }

    /** Microseconds of processor time for one append; less noisy than the rate. */
    double cpuMicros() {
        return cpuNanos / 1e3 / appends;
    }

    /** Lets a contender work for some time with some threads, when the one before is quiet. */
    static Slice run(Contender contender, int threads, int payloadBytes, long nanos, long seed)
            throws Exception {
        settle();
        long forces = contender.forces();
        long written = writtenBytes();
        long cpu = CPU.getProcessCpuTime();
        long start = System.nanoTime();
        long appends = append(contender, threads, payloadBytes, start + nanos, seed);
        long took = System.nanoTime() - start;
        Slice slice =
                new Slice(
                        contender.name(),
                        threads,
                        appends,
                        took,
                        CPU.getProcessCpuTime() - cpu,
                        contender.forces() - forces,
                        written < 0 ? -1 : writtenBytes() - written);
        contender.tidy();
        return slice;
    }

    private static long append(
            Contender contender, int threads, int payloadBytes, long endNs, long seed)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                byte[] payload = new byte[payloadBytes];
                new Random(seed + i).nextBytes(payload);
                counts.add(
                        pool.submit(
                                () -> {
                                    long count = 0;
                                    do {
                                        contender.append(payload);
                                        count++;
                                    } while (System.nanoTime() - endNs < 0);
                                    return count;
                                }));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum;
        } finally {
            pool.shutdownNow();
        }
    }

    /**
     * Waits until what the others do in the background is done: it is theirs, and not the next
     * one's.
     */
    private static void settle() throws IOException {
        long start = System.nanoTime();
        long before = writtenBytes();
        long quietSince = start;
        while (before >= 0
                && System.nanoTime() - quietSince < QUIET_NS
                && System.nanoTime() - start < SETTLE_NS) {
            LockSupport.parkNanos(QUIET_NS / 10);
            long now = writtenBytes();
            if (now != before) {
                before = now;
                quietSince = System.nanoTime();
            }
        }
    }

    /** Bytes that this process has caused to go to a device, or −1. */
    static long writtenBytes() throws IOException {
        if (!Files.isReadable(IO)) {
            return -1;
        }
        for (String line : Files.readAllLines(IO)) {
            if (line.startsWith("write_bytes: ")) {
                return Long.parseLong(line.substring("write_bytes: ".length()));
            }
        }
        return -1;
    }
}
