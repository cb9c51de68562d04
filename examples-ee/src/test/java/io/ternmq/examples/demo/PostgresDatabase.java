package io.ternmq.examples.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.xa.PGXADataSource;

/** PostgreSQL in a process of its own, started by the demo; it outlives the server's kills. */
record PostgresDatabase(EmbeddedPostgres postgres) implements Database {

    private static final String USER = "postgres";

    static PostgresDatabase start() throws IOException {
        return new PostgresDatabase(
                EmbeddedPostgres.builder()
                        .setServerConfig("max_prepared_transactions", "200")
                        .setServerConfig("max_connections", "200")
                        .start());
    }

    @Override
    public void install(Path base) throws IOException {
        try {
            Path driver =
                    Path.of(
                            PGXADataSource.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Files.copy(driver, base.resolve("deployments/postgresql.jar"));
        } catch (URISyntaxException e) {
            throw new IOException("Cannot find the PostgreSQL driver", e);
        }
    }

    @Override
    public String script() {
        return "orders-postgresql.cli";
    }

    @Override
    public List<String> properties() {
        return List.of(
                "-Dorders.db.port=" + postgres.getPort(),
                "-Dorders.db.name=postgres",
                "-Dorders.db.user=" + USER,
                "-Dorders.db.password=postgres");
    }

    @Override
    public Connection open() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    public String inDoubtQuery() {
        return "SELECT gid FROM pg_prepared_xacts";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
