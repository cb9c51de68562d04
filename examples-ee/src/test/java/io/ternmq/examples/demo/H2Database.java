package io.ternmq.examples.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * H2 inside the server's process, which is killed with it. Its file is read by the same version.
 */
record H2Database(Path serverData) implements Database {

    @Override
    public void install(Path base) {
        // the server carries the driver
    }

    @Override
    public String script() {
        return "orders-h2.cli";
    }

    @Override
    public List<String> properties() {
        return List.of();
    }

    /**
     * The server's own setting, which the file remembers, keeps a database open when its last
     * connection closes: this process would hold the file against the server's next life.
     */
    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:"
                        + serverData.resolve("orders-db/orders")
                        + ";IFEXISTS=TRUE;DB_CLOSE_DELAY=0",
                "orders",
                "orders");
    }

    @Override
    public String inDoubtQuery() {
        return "SELECT TRANSACTION_NAME FROM INFORMATION_SCHEMA.IN_DOUBT";
    }

    @Override
    public void close() {
        // nothing of it runs here
    }
}
