package io.ternmq.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a journal that nobody has open: look, count, print, rescue. All but {@link
 * #salvage} only read, and salvage writes to another directory only.
 *
 * <p>Each call takes the journal's lock, so that a journal in use is refused with {@link
 * JournalLockedException}. Any thread.
 */
public final class JournalTools {

    /** Says what is in a record, as the members of a JSON object, without the braces. */
    @FunctionalInterface
    public interface RecordText {
        /** For owners that are not known here: the payload in Base64. */
        RecordText BASE64 =
                (type, payload) -> {
                    byte[] bytes = new byte[payload.remaining()];
                    payload.get(bytes);
                    return "\"payload\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
                };

        String members(int type, ByteBuffer payload);
    }

    /** An empty file in a journal that was made by {@link #salvage}. */
    static final String SALVAGED = "journal.salvaged";

    private JournalTools() {}

    /** The parts of a directory that tools begin with. */
    private record Source(
            DirectoryLayout layout,
            UUID id,
            StartMark start,
            @Nullable JournalCorruptException startDamage,
            Checkpoints checkpoints) {

        static Source of(Path directory, DirectoryLayout layout, SteadyFiles steady)
                throws IOException {
            UUID id = JournalIdentity.of(directory, true, steady).id();
            StartMark start = new StartMark(0, new byte[0]);
            JournalCorruptException damage = null;
            try {
                start = StartMark.of(directory, id);
            } catch (JournalCorruptException e) {
                damage = e;
            }
            return new Source(layout, id, start, damage, Checkpoints.find(directory, id, steady));
        }

        List<Finding> findings() {
            List<Finding> findings = new ArrayList<>();
            if (startDamage != null) {
                findings.add(
                        new Finding(
                                Finding.Kind.DAMAGE,
                                startDamage.file(),
                                startDamage.offset(),
                                0,
                                "where the journal begins, and its owner's note, cannot be read"));
            }
            return findings;
        }

        TolerantReader reader() {
            return new TolerantReader(layout, id, start, checkpoints);
        }
    }

    @FunctionalInterface
    private interface Task<T> {
        T run(Source source) throws IOException;
    }

    private static <T> T with(Path directory, Task<T> task) throws JournalException {
        try {
            ChronicleEnvironment.prepare();
            Path real = directory.toRealPath();
            SteadyFiles steady = new SteadyFiles(ForcePolicy.DEVICE);
            DirectoryLayout layout = DirectoryLayout.list(real);
            if (!Files.exists(real.resolve(JournalIdentity.FILE))) {
                throw new JournalException(
                        "There is no journal in "
                                + directory
                                + "; give the directory that holds "
                                + JournalIdentity.FILE);
            }
            JournalLock lock = JournalLock.acquire(real);
            try (lock) {
                return task.run(Source.of(real, layout, steady));
            }
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException("Journal " + directory + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads every byte that counts and checks it.
     *
     * @throws JournalCorruptException if the identity is damaged, without which nothing can be
     *     checked
     */
    public static VerifyReport verify(Path directory) throws JournalException {
        return with(directory, JournalTools::verify);
    }

    private static VerifyReport verify(Source source) throws IOException {
        long[] sums = new long[3];
        TolerantReader reader = source.reader();
        List<FilePlace> files =
                reader.read(
                        (place, walker) -> {
                            sums[0]++;
                            sums[1] += walker.count();
                            sums[2] += walker.end() - walker.offset();
                        });
        List<Finding> findings = source.findings();
        findings.addAll(reader.findings());
        int whole = 0;
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(source.layout().directory(), "checkpoint-????????")) {
            for (Path path : entries) {
                try {
                    CheckpointFile.open(source.id(), path).read((type, payload) -> {});
                    whole++;
                } catch (JournalException e) {
                    long offset = e instanceof JournalCorruptException c ? c.offset() : 0;
                    findings.add(
                            new Finding(
                                    Finding.Kind.BAD_CHECKPOINT,
                                    path,
                                    offset,
                                    0,
                                    String.valueOf(e.getMessage())));
                }
            }
        }
        return new VerifyReport(files.size(), sums[0], sums[1], sums[2], whole, findings);
    }

    /** Counts files, batches, records and types. What is not whole is passed over. */
    public static JournalStatistics statistics(Path directory) throws JournalException {
        return with(
                directory,
                source -> {
                    Map<Long, long[]> files = new TreeMap<>();
                    TreeMap<Integer, JournalStatistics.OfType> types = new TreeMap<>();
                    Meters meters = new Meters();
                    List<FilePlace> counting =
                            source.reader()
                                    .read(
                                            (place, walker) ->
                                                    count(place, walker, files, types, meters));
                    List<JournalStatistics.OfFile> list = new ArrayList<>();
                    for (FilePlace place : counting) {
                        long[] sums = files.getOrDefault(place.number(), new long[3]);
                        list.add(
                                new JournalStatistics.OfFile(
                                        place.number(),
                                        Files.size(place.path()),
                                        sums[0],
                                        sums[1],
                                        sums[2]));
                    }
                    return new JournalStatistics(
                            list, types, meters.batchRecords(), source.checkpoints().diskBytes());
                });
    }

    private static void count(
            FilePlace place,
            DocumentWalker walker,
            Map<Long, long[]> files,
            Map<Integer, JournalStatistics.OfType> types,
            Meters meters) {
        int bytes = walker.end() - walker.offset();
        long[] sums = files.computeIfAbsent(place.number(), number -> new long[3]);
        sums[0]++;
        sums[1] += walker.count();
        sums[2] += bytes;
        meters.appended(walker.count(), bytes);
        walker.records(
                place.number(),
                (position, type, payload) ->
                        types.merge(
                                type,
                                new JournalStatistics.OfType(1, payload.remaining()),
                                (a, b) ->
                                        new JournalStatistics.OfType(
                                                a.records() + b.records(), a.bytes() + b.bytes())));
    }

    /**
     * Writes a line of JSON for each record: position, file, offset, batch, type, bytes, and what
     * {@code text} says of it.
     *
     * @return how many lines
     */
    public static long print(Path directory, Appendable out, RecordText text)
            throws JournalException {
        return with(
                directory,
                source -> {
                    long[] lines = new long[1];
                    StringBuilder line = new StringBuilder();
                    source.reader()
                            .read(
                                    (place, walker) -> {
                                        line.setLength(0);
                                        walker.records(
                                                place.number(),
                                                (position, type, payload) -> {
                                                    lines[0]++;
                                                    line(line, walker, position, type, payload);
                                                    line.append(text.members(type, payload))
                                                            .append("}\n");
                                                });
                                        out.append(line);
                                    });
                    return lines[0];
                });
    }

    private static void line(
            StringBuilder line,
            DocumentWalker walker,
            long position,
            int type,
            ByteBuffer payload) {
        line.append("{\"position\":")
                .append(position)
                .append(",\"file\":")
                .append(Position.file(position))
                .append(",\"offset\":")
                .append(Position.offset(position))
                .append(",\"batch\":")
                .append(walker.sequence())
                .append(",\"type\":")
                .append(type & 0xFF)
                .append(",\"version\":")
                .append((type >> 8) + 1)
                .append(",\"bytes\":")
                .append(payload.remaining())
                .append(',');
    }

    /**
     * Carries over all whole batches into a new journal of the same identity, in their order. The
     * new one says that it was salvaged ({@link Journal#salvaged}): its owner must expect that
     * something is missing.
     *
     * @param to a directory that does not exist or is empty
     * @param options of the new journal: blocks at least as large as those of the old one
     */
    public static SalvageReport salvage(Path from, Path to, JournalOptions options)
            throws JournalException {
        return with(from, source -> salvage(source, to, options));
    }

    private static SalvageReport salvage(Source source, Path to, JournalOptions options)
            throws IOException {
        SteadyFiles steady = new SteadyFiles(ForcePolicy.DEVICE);
        steady.createDirectories(to);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(to)) {
            if (entries.iterator().hasNext()) {
                throw new JournalException(
                        "Salvage writes to an empty directory, and "
                                + to
                                + " is not; give another one");
            }
        }
        steady.writeWhole(to.resolve(SALVAGED), new byte[0]);
        new JournalIdentity(source.id(), 0).raise(to, steady);
        if (source.start().firstFile() > 0) {
            // the note is needed, the files are numbered anew
            new StartMark(1, source.start().note()).write(to, source.id(), steady);
        }
        TolerantReader reader = source.reader();
        long[] sums = new long[2];
        try (Journal target = Journal.open(to, options)) {
            target.replay((position, type, payload) -> {});
            RecordBatch batch = target.newBatch();
            reader.read(
                    (place, walker) -> {
                        batch.clear();
                        walker.records(
                                place.number(),
                                (position, type, payload) -> {
                                    byte[] bytes = new byte[payload.remaining()];
                                    payload.get(bytes);
                                    batch.add(type, bytes, 0, bytes.length);
                                });
                        target.append(batch);
                        sums[0]++;
                        sums[1] += batch.count();
                    });
            target.force();
        }
        List<Finding> findings = source.findings();
        findings.addAll(reader.findings());
        return new SalvageReport(
                sums[0],
                sums[1],
                source.startDamage() == null ? reader.lostBatches() : -1,
                findings);
    }
}
