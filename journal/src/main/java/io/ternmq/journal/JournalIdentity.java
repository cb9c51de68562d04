package io.ternmq.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Who a journal is and in what format it was written: the file {@code journal.id}, written once.
 *
 * <pre>
 * TernMQ journal format 1
 * id 123e4567-e89b-12d3-a456-426614174000
 * crc32c 0badcafe
 * </pre>
 *
 * The first line is the same in all formats, so that an older TernMQ can say what it found.
 */
record JournalIdentity(UUID id, int format) {

    static final String FILE = "journal.id";

    private static final Pattern FIRST_LINE = Pattern.compile("TernMQ journal format (\\d{1,9})");

    /**
     * Reads the identity of a directory, or gives it one.
     *
     * @param hasFiles whether there are files of a journal in it
     */
    static JournalIdentity of(Path directory, boolean hasFiles, SteadyFiles files)
            throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            return read(directory, file);
        }
        if (hasFiles) {
            throw new JournalCorruptException(
                    file, 0, "it is missing, though there are files of a journal beside it");
        }
        JournalIdentity fresh = new JournalIdentity(UUID.randomUUID(), BatchFormat.VERSION);
        files.writeWhole(file, fresh.text().getBytes(StandardCharsets.UTF_8));
        return fresh;
    }

    /**
     * Raises the format of an older directory, so that an older program refuses what is written to
     * it from now on.
     */
    void raise(Path directory, SteadyFiles files) throws IOException {
        if (format < BatchFormat.VERSION) {
            files.writeWhole(
                    directory.resolve(FILE),
                    new JournalIdentity(id, BatchFormat.VERSION)
                            .text()
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static JournalIdentity read(Path directory, Path file) throws IOException {
        List<String> lines =
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        Matcher first = FIRST_LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!first.matches()) {
            throw new JournalCorruptException(file, 0, "it does not begin as our files do");
        }
        int format = Integer.parseInt(first.group(1));
        if (format > BatchFormat.VERSION) {
            throw new JournalFormatException(directory, format, BatchFormat.VERSION);
        }
        try {
            JournalIdentity identity =
                    new JournalIdentity(
                            UUID.fromString(lines.get(1).substring("id ".length())), format);
            if (identity.text().lines().toList().equals(lines)) {
                return identity;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static JournalException damaged(Path file, @Nullable Exception cause) {
        JournalException damaged =
                new JournalCorruptException(file, 0, "its checksum does not fit its content");
        if (cause != null) {
            damaged.initCause(cause);
        }
        return damaged;
    }

    private String text() {
        String content = "TernMQ journal format " + format + "\nid " + id + "\n";
        CRC32C crc = new CRC32C();
        crc.update(content.getBytes(StandardCharsets.UTF_8));
        return content + String.format("crc32c %08x\n", crc.getValue());
    }
}
