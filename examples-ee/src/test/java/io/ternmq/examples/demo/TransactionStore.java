package io.ternmq.examples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The transaction manager's log, read from outside: one file for each transaction that is decided
 * and not finished everywhere. May be read while the server runs.
 *
 * <p>An empty file is no record: the server was killed between creating and writing it. The manager
 * reads it so, too, and rolls the branches back as never decided; the file stays.
 */
record TransactionStore(Path serverData) {

    /** The file names of the logged transactions. */
    List<String> logged() throws IOException {
        Path actions =
                serverData.resolve(
                        "tx-object-store/ShadowNoFileLockStore/defaultStore/StateManager/BasicAction");
        if (!Files.isDirectory(actions)) {
            throw new IOException(
                    "There is no transaction log at "
                            + actions
                            + "; was it moved to another store?");
        }
        try (Stream<Path> files = Files.walk(actions)) {
            return files.filter(TransactionStore::isRecord)
                    .map(file -> actions.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException vanished) {
                // a transaction ended between listing and looking: at least one was there
                return List.of(vanished.getFile());
            }
            throw e;
        }
    }

    private static boolean isRecord(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            return false; // its transaction ended while we looked
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
