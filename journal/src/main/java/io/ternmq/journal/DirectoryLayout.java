package io.ternmq.journal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in the directory of a journal: one subdirectory for each opening, and in it the files
 * that this opening wrote. Names are all that is read here. What is not ours is left alone.
 *
 * @param epochs the openings, in rising order
 * @param files by number
 * @param begun the numbers of the files whose header is known to have been durable: an empty file
 *     beside each says so, made after that header was forced
 */
record DirectoryLayout(
        Path directory,
        List<Long> epochs,
        NavigableMap<Long, FilePlace> files,
        NavigableMap<Long, Path> begun) {

    static final String FILE_SUFFIX = ".cq4";
    static final String BEGUN_SUFFIX = ".begun";

    /** Chronicle names a file by the second that its cycle begins with; our cycle is its number. */
    static final String FILE_PATTERN = "yyyyMMdd-HHmmss";

    private static final Pattern OPENING = Pattern.compile("opening-(\\d{8})");
    private static final DateTimeFormatter FILE_NAME = DateTimeFormatter.ofPattern(FILE_PATTERN);
    static final String METADATA = "metadata.cq4t";

    private static final System.Logger LOG = System.getLogger(DirectoryLayout.class.getName());

    static DirectoryLayout list(Path directory) throws IOException {
        List<Long> epochs = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Matcher name = OPENING.matcher(entry.getFileName().toString());
                if (name.matches() && Files.isDirectory(entry)) {
                    epochs.add(Long.valueOf(name.group(1)));
                }
            }
        }
        epochs.sort(null);
        NavigableMap<Long, FilePlace> files = new TreeMap<>();
        NavigableMap<Long, Path> begun = new TreeMap<>();
        for (long epoch : epochs) {
            listOpening(opening(directory, epoch), epoch, files, begun);
        }
        return new DirectoryLayout(directory, List.copyOf(epochs), files, begun);
    }

    private static void listOpening(
            Path opening,
            long epoch,
            NavigableMap<Long, FilePlace> files,
            NavigableMap<Long, Path> begun)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(opening)) {
            for (Path entry : entries) {
                long number = number(entry, FILE_SUFFIX);
                if (number > 0 && Files.isRegularFile(entry)) {
                    FilePlace other = files.put(number, new FilePlace(number, epoch, entry));
                    if (other != null) {
                        throw new JournalException(
                                "Journal file "
                                        + number
                                        + " is there twice: "
                                        + other.path()
                                        + " and "
                                        + entry
                                        + ". Move the copy out of the directory.");
                    }
                } else if (number(entry, BEGUN_SUFFIX) > 0) {
                    begun.put(number(entry, BEGUN_SUFFIX), entry);
                } else if (!isCompanion(entry)) {
                    LOG.log(Level.WARNING, "TERN0103 {0} is no file of ours: ignored", entry);
                }
            }
        }
    }

    static Path opening(Path directory, long epoch) {
        return directory.resolve(String.format("opening-%08d", epoch));
    }

    static Path file(Path opening, long number) {
        return opening.resolve(
                FILE_NAME.format(LocalDateTime.ofEpochSecond(number, 0, ZoneOffset.UTC))
                        + FILE_SUFFIX);
    }

    /** The empty file that says that the header of a file is durable. */
    static Path begun(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(
                name.substring(0, name.length() - FILE_SUFFIX.length()) + BEGUN_SUFFIX);
    }

    /** The number of a file, or −1 if the name is not one of ours. */
    private static long number(Path file, String suffix) {
        String name = file.getFileName().toString();
        if (!name.endsWith(suffix)) {
            return -1;
        }
        String time = name.substring(0, name.length() - suffix.length());
        try {
            return LocalDateTime.parse(time, FILE_NAME).toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return -1;
        }
    }

    long lastEpoch() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1);
    }

    long lastFile() {
        return files.isEmpty() ? 0 : files.lastKey();
    }

    /**
     * What openings left beside their files, newest opening first: reserved space, complete or not,
     * and Chronicle's metadata. Nothing of it is read again.
     */
    static List<Path> companions(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (OPENING.matcher(entry.getFileName().toString()).matches()
                        && Files.isDirectory(entry)) {
                    try (DirectoryStream<Path> inside =
                            Files.newDirectoryStream(entry, DirectoryLayout::isCompanion)) {
                        inside.forEach(found::add);
                    }
                }
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }

    private static boolean isCompanion(Path entry) {
        String name = entry.getFileName().toString();
        return name.equals(METADATA) || name.endsWith(ReservedSpace.SUFFIX);
    }

    /**
     * Removes a file that is not needed.
     *
     * @param withOpening also its directory, if nothing else is left there
     */
    static void remove(FilePlace file, boolean withOpening) throws IOException {
        Files.deleteIfExists(begun(file.path()));
        Files.deleteIfExists(file.path());
        Path opening = file.path().getParent();
        if (opening == null || !withOpening) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(opening)) {
            for (Path entry : left) {
                if (!entry.getFileName().toString().equals(METADATA)) {
                    return;
                }
            }
        }
        Files.deleteIfExists(opening.resolve(METADATA));
        Files.deleteIfExists(opening);
    }
}
