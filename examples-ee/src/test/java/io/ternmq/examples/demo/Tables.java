package io.ternmq.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The application's tables, read once, in no order: by their rows and not through an index, for
 * after a SIGKILL the index of H2 may hold an entry of a row that its recovery rolled back, and any
 * query that meets it fails.
 *
 * @param orders the ids in {@code orders}
 * @param deliveries what table delivery holds
 * @param reservations what table reservation holds
 * @param confirmations the order ids of table confirmation, as often as they are there
 * @param unitsReserved {@code stock.reserved} by item
 * @param inDoubt the names of the transactions that the database holds prepared
 */
record Tables(
        List<String> orders,
        List<Delivery> deliveries,
        List<Reservation> reservations,
        List<String> confirmations,
        Map<String, Long> unitsReserved,
        List<String> inDoubt) {

    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static Tables read(Database database) throws SQLException {
        try (Connection connection = database.open()) {
            Map<String, Long> units = new HashMap<>();
            rows(
                    connection,
                    "SELECT item, reserved FROM stock",
                    row -> {
                        units.put(row.getString(1), row.getLong(2));
                        return row.getString(1);
                    });
            return new Tables(
                    rows(connection, "SELECT order_id FROM orders", row -> row.getString(1)),
                    rows(
                            connection,
                            "SELECT queue, order_id, message_id FROM delivery",
                            row ->
                                    new Delivery(
                                            row.getString(1), row.getString(2), row.getString(3))),
                    rows(
                            connection,
                            "SELECT order_id, item, quantity FROM reservation",
                            row ->
                                    new Reservation(
                                            row.getString(1), row.getString(2), row.getInt(3))),
                    rows(connection, "SELECT order_id FROM confirmation", row -> row.getString(1)),
                    Map.copyOf(units),
                    rows(connection, database.inDoubtQuery(), row -> row.getString(1)));
        }
    }

    /** Writes every table to a CSV file of its name. */
    static void dump(Database database, Path folder) throws SQLException, IOException {
        Files.createDirectories(folder);
        try (Connection connection = database.open()) {
            for (String table :
                    List.of("orders", "stock", "delivery", "reservation", "confirmation")) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
                        PrintWriter out =
                                new PrintWriter(
                                        Files.newBufferedWriter(
                                                folder.resolve(table + ".csv"),
                                                StandardCharsets.UTF_8))) {
                    Csv.write(out, rows);
                }
            }
        }
    }

    private static <T> List<T> rows(Connection connection, String sql, Row<T> row)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<T> list = new ArrayList<>();
            while (result.next()) {
                list.add(row.of(result));
            }
            return List.copyOf(list);
        }
    }
}
