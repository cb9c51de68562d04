package io.ternmq.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the journal's tests do again and again. */
final class Journals {

    /** The smallest files. */
    static final JournalOptions SMALL = new JournalOptions(64 << 10, 64 << 10);

    private Journals() {}

    /** Opens and replays. */
    static Journal open(Path directory) throws JournalException {
        return open(directory, ForcePolicy.DEVICE);
    }

    static Journal open(Path directory, ForcePolicy policy) throws JournalException {
        Journal journal = Journal.open(directory, SMALL, policy);
        try {
            journal.replay((position, type, payload) -> {});
            return journal;
        } catch (JournalException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Appends one batch of texts and returns their positions. */
    static List<Long> append(Journal journal, String... texts) throws JournalException {
        RecordBatch batch = journal.newBatch();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            batch.add(7, bytes, 0, bytes.length);
        }
        journal.append(batch);
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            positions.add(batch.position(i));
        }
        return positions;
    }

    static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /** Opens, replays and closes: all records by position. */
    static Map<Long, String> contents(Path directory) throws JournalException {
        try (Journal journal = Journal.open(directory, SMALL)) {
            return replay(journal);
        }
    }

    static Map<Long, String> replay(Journal journal) throws JournalException {
        Map<Long, String> records = new LinkedHashMap<>();
        journal.replay((position, type, payload) -> records.put(position, text(payload)));
        return records;
    }

    static List<String> texts(Path directory) throws JournalException {
        return List.copyOf(contents(directory).values());
    }

    /** The data files, oldest first. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
                    .toList();
        }
    }

    /** A copy as a killed process would leave it. */
    static Path copy(Path directory, Path target) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path from : (Iterable<Path>) tree::iterator) {
                Files.copy(from, target.resolve(directory.relativize(from).toString()));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
