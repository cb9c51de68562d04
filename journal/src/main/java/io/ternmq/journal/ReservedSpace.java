package io.ternmq.journal;

import io.ternmq.journal.ReservedFiles.Reserved;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an opening begins with, on the thread that opens: its directory, the blocks of Chronicle's
 * metadata, and one or two reserved files. Takes over those that earlier openings left complete;
 * only if there are none it fills one, and then a short one, so that opening stays quick. A failure
 * takes nothing but reserved space: what was recorded is not touched, and the directory can be
 * opened again.
 */
final class ReservedSpace {

    /** How the name of every reserved file ends, complete or not. */
    static final String SUFFIX = ".reserved";

    static final String FILLING = "filling" + SUFFIX;
    static final String FIRST = "first" + SUFFIX;

    private static final Pattern COMPLETE = Pattern.compile("spare-\\d+\\.reserved");

    private final Path directory;
    private final Path opening;
    private final JournalOptions options;
    private final SteadyFiles files;

    private ReservedSpace(Path directory, Path opening, JournalOptions options, SteadyFiles files) {
        this.directory = directory;
        this.opening = opening;
        this.options = options;
        this.files = files;
    }

    /** The name of a file that is durably full of zeros to its end. */
    static String complete(long number) {
        return "spare-" + number + SUFFIX;
    }

    /**
     * Makes the directory of an opening and what must be in it before Chronicle is.
     *
     * @param opening is not there yet
     * @param firstBytes what the first file must have room for
     */
    static ReservedFiles prepare(
            Path directory,
            Path opening,
            JournalOptions options,
            SteadyFiles files,
            long firstBytes)
            throws IOException {
        ReservedSpace space = new ReservedSpace(directory, opening, options, files);
        boolean prepared = false;
        try {
            List<Path> kept = space.keepComplete();
            space.begin(kept);
            List<Reserved> ready =
                    kept.isEmpty() ? space.fillFirst(firstBytes) : space.takeOver(kept);
            prepared = true;
            return new ReservedFiles(opening, options, files, ready);
        } finally {
            if (!prepared) {
                space.undo();
            }
        }
    }

    /** Gives back what earlier openings reserved, save the complete files that can be used. */
    private List<Path> keepComplete() throws IOException {
        List<Path> kept = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (Path file : DirectoryLayout.companions(directory)) {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            // A power cut may leave one file with its old name and its new one.
            @Nullable Object key = found.fileKey();
            if (kept.size() < ReservedFiles.AHEAD
                    && COMPLETE.matcher(file.getFileName().toString()).matches()
                    && found.size() == ChronicleStore.spaceBytes(options)
                    && seen.add(key == null ? file : key)) {
                kept.add(file);
            } else {
                Files.delete(file);
            }
        }
        return kept;
    }

    /** On a disk too full even for this, one of two files makes room. */
    private void begin(List<Path> kept) throws IOException {
        try {
            makeDirectory();
        } catch (IOException e) {
            if (kept.size() < ReservedFiles.AHEAD) {
                throw e;
            }
            Files.delete(kept.remove(kept.size() - 1));
            makeDirectory();
        }
    }

    private void makeDirectory() throws IOException {
        files.createDirectories(opening);
        ZeroFill.write(
                opening.resolve(DirectoryLayout.METADATA),
                ChronicleStore.METADATA_BYTES,
                files,
                () -> false);
    }

    /** Both directories are forced before any of the files can get other content. */
    private List<Reserved> takeOver(List<Path> kept) throws IOException {
        List<Reserved> ready = new ArrayList<>();
        Set<Path> sources = new LinkedHashSet<>();
        for (Path file : kept) {
            Path taken = opening.resolve(complete(ready.size() + 1));
            Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
            ready.add(new Reserved(taken, options));
            Path source = file.getParent();
            if (source != null) {
                sources.add(source);
            }
        }
        files.forceDirectory(opening);
        for (Path source : sources) {
            files.forceDirectory(source);
        }
        return ready;
    }

    private List<Reserved> fillFirst(long firstBytes) throws IOException {
        JournalOptions oneBlock =
                new JournalOptions(options.blockSizeBytes(), options.blockSizeBytes());
        JournalOptions size = firstBytes > oneBlock.fileSizeBytes() ? options : oneBlock;
        Path first = opening.resolve(FIRST);
        ZeroFill.write(first, ChronicleStore.spaceBytes(size), files, () -> false);
        return List.of(new Reserved(first, size));
    }

    /** Complete files that were taken over already stay for the next try. */
    private void undo() throws IOException {
        if (!Files.isDirectory(opening)) {
            return;
        }
        Files.deleteIfExists(opening.resolve(DirectoryLayout.METADATA));
        boolean empty;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(opening)) {
            empty = !left.iterator().hasNext();
        }
        if (empty) {
            Files.delete(opening);
        }
    }
}
