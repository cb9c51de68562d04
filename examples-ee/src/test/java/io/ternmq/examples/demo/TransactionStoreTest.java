package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionStoreTest {

    @TempDir Path data;

    @Test
    void shouldListRecordsAndNoEmptyFiles() throws IOException {
        Path actions =
                Files.createDirectories(
                        data.resolve(
                                "tx-object-store/ShadowNoFileLockStore/defaultStore/StateManager/"
                                        + "BasicAction/TwoPhaseCoordinator/AtomicAction"));
        Files.writeString(actions.resolve("0_1"), "decided");
        Files.createFile(actions.resolve("0_2"));

        assertEquals(
                List.of("TwoPhaseCoordinator/AtomicAction/0_1"),
                new TransactionStore(data).logged());
    }

    @Test
    void shouldRefuseAServerWithoutALog() {
        assertThrows(IOException.class, () -> new TransactionStore(data).logged());
    }
}
