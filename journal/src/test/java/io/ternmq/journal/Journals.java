package io.ternmq.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        return paths(directory).stream()
                .filter(file -> file.toString().endsWith(DirectoryLayout.FILE_SUFFIX))
                .sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
                .toList();
    }

    /** Everything in a directory that may be in use: reserved files come and go at any time. */
    private static List<Path> paths(Path directory) throws IOException {
        List<Path> found = new ArrayList<>(List.of(directory));
        for (int i = 0; i < found.size(); i++) {
            if (Files.isDirectory(found.get(i))) {
                try (Stream<Path> entries = Files.list(found.get(i))) {
                    entries.forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Removes a journal that is closed. */
    static void remove(Path directory) throws IOException {
        List<Path> all = paths(directory);
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }

    /** A copy as a killed process would leave it. */
    static Path copy(Path directory, Path target) {
        try {
            for (Path from : paths(directory)) {
                try {
                    Files.copy(from, target.resolve(directory.relativize(from).toString()));
                } catch (NoSuchFileException e) {
                    if (!from.toString().endsWith(ReservedSpace.SUFFIX)) {
                        throw e;
                    }
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
