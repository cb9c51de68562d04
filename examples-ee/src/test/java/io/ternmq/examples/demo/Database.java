package io.ternmq.examples.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The database of a run: how the server is told of it, and how the demo reads it afterwards. */
interface Database extends AutoCloseable {

    /** Readies what the database needs before the server is configured. */
    static Database named(String name, Path data) throws IOException {
        return switch (name) {
            case "h2" -> new H2Database(data);
            case "postgresql" -> PostgresDatabase.start();
            default ->
                    throw new IllegalArgumentException(
                            "-Ddatabase=" + name + " must be h2 or postgresql");
        };
    }

    /** Puts what the server needs into its base directory. */
    void install(Path base) throws IOException;

    /** The server script that makes the data source. */
    String script();

    /** System properties of the server. */
    List<String> properties();

    /** Opens the database from this process. The server is stopped. */
    Connection open() throws SQLException;

    /** Names the transactions that are prepared and not decided. */
    String inDoubtQuery();

    @Override
    void close() throws IOException;
}
