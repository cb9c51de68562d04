package io.ternmq.examples.orders;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Makes the tables, and the stock, where they are missing. Runs once at each start of the
 * application, before any request or message, on the container's thread and outside of any
 * transaction. When the database cannot be reached the deployment fails.
 */
@Startup
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class OrderTables {

    /** How many items there are: {@code item-00} to {@code item-63}. */
    static final int ITEMS = 64;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE IF NOT EXISTS orders (order_id VARCHAR(64) PRIMARY KEY,"
                            + " item VARCHAR(64) NOT NULL, quantity INTEGER NOT NULL,"
                            + " placed_at TIMESTAMP NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS stock (item VARCHAR(64) PRIMARY KEY,"
                            + " on_hand BIGINT NOT NULL, reserved BIGINT NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS delivery ("
                            + "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                            + " queue VARCHAR(64) NOT NULL, order_id VARCHAR(64) NOT NULL,"
                            + " message_id VARCHAR(255) NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS reservation ("
                            + "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                            + " order_id VARCHAR(64) NOT NULL, item VARCHAR(64) NOT NULL,"
                            + " quantity INTEGER NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS confirmation ("
                            + "id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                            + " order_id VARCHAR(64) NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS reservation_order ON reservation (order_id)",
                    "CREATE INDEX IF NOT EXISTS confirmation_order ON confirmation (order_id)");

    @Resource(lookup = "java:/jdbc/OrdersXA")
    private DataSource database;

    @PostConstruct
    void create() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (areComplete(connection)) {
                return;
            }
            for (String table : TABLES) {
                statement.execute(table);
            }
            stock(connection);
        } catch (SQLException e) {
            throw new EJBException(
                    "Cannot make the tables of the orders application in java:/jdbc/OrdersXA", e);
        }
    }

    /**
     * The stock comes last, so its rows tell. Asked first, because a statement that makes tables
     * waits for locks, and after a crash branches in doubt hold theirs until they are recovered.
     */
    private static boolean areComplete(Connection connection) throws SQLException {
        try (ResultSet tables =
                connection
                        .getMetaData()
                        .getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            boolean found = false;
            while (tables.next()) {
                found |= tables.getString("TABLE_NAME").equalsIgnoreCase("stock");
            }
            if (!found) {
                return false;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet items = statement.executeQuery("SELECT COUNT(*) FROM stock")) {
            items.next();
            return items.getInt(1) == ITEMS;
        }
    }

    private static void stock(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stock (item, on_hand, reserved)"
                                + " SELECT i.item, 1000000, 0 FROM (SELECT CAST(? AS VARCHAR(64)) AS item) i"
                                + " WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.item = i.item)")) {
            for (int i = 0; i < ITEMS; i++) {
                insert.setString(1, "item-%02d".formatted(i));
                insert.executeUpdate();
            }
        }
    }
}
