package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver reads the server's database between two lives of the server, and lets it go. */
class H2DatabaseTest {

    @TempDir Path serverData;

    @Test
    void shouldLetTheFileGoThoughTheServerKeepsItOpen() throws Exception {
        Path file = Files.createDirectories(serverData.resolve("orders-db")).resolve("orders");
        try (Connection server =
                        DriverManager.getConnection(
                                "jdbc:h2:file:" + file + ";DB_CLOSE_DELAY=-1", "orders", "orders");
                Statement statement = server.createStatement()) {
            statement.execute("CREATE TABLE seen (id INT)");
            statement.execute("SHUTDOWN");
        }
        try (Connection connection = new H2Database(serverData).open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM seen")) {
            rows.next();
            assertEquals(0, rows.getInt(1));
        }
        try (RandomAccessFile opened = new RandomAccessFile(file + ".mv.db", "rw");
                FileChannel channel = opened.getChannel();
                FileLock lock = channel.tryLock()) {
            assertEquals(true, lock != null && lock.isValid(), "the file is locked still");
        }
    }
}
