package io.ternmq.examples.orders;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Every SQL statement of the application, in words that H2 and PostgreSQL share. It joins the
 * caller's transaction; an SQL error becomes an EJBException and rolls that transaction back.
 *
 * <p>No constraint ties the tables that the message-driven beans write: a message may arrive before
 * its sender's row is visible, and a message that came twice must show as two rows, not vanish in
 * an error.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class OrderBook {

    @Resource(lookup = "java:/jdbc/OrdersXA")
    private DataSource database;

    /** Inserts the order's row. */
    public void insert(Order order) throws OrderRefusedException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO orders (order_id, item, quantity, placed_at)"
                                        + " VALUES (?, ?, ?, CURRENT_TIMESTAMP)")) {
            insert.setString(1, order.id());
            insert.setString(2, order.item());
            insert.setInt(3, order.quantity());
            insert.executeUpdate();
        } catch (SQLException e) {
            if (isUniqueViolation(e)) {
                throw new OrderRefusedException(
                        OrderRefusedException.Reason.DUPLICATE_ID,
                        "order " + order.id() + " exists already; choose another id");
            }
            throw new EJBException("Cannot insert order " + order.id(), e);
        }
    }

    /** Whether stock is kept of this item. */
    public boolean knowsItem(String item) {
        return count("SELECT COUNT(*) FROM stock WHERE item = ?", item) > 0;
    }

    /** Records that a message about an order came out of a queue. */
    public void recordDelivery(String queue, String orderId, String messageId) {
        update(
                "INSERT INTO delivery (queue, order_id, message_id) VALUES (?, ?, ?)",
                queue,
                orderId,
                messageId);
    }

    /** Takes the units off the shelf and records for which order. */
    public void reserve(String orderId, String item, int quantity) {
        int items =
                update(
                        "UPDATE stock SET on_hand = on_hand - ?, reserved = reserved + ?"
                                + " WHERE item = ?",
                        quantity,
                        quantity,
                        item);
        if (items != 1) {
            throw new EJBException("Order " + orderId + " is for the unknown item " + item);
        }
        update(
                "INSERT INTO reservation (order_id, item, quantity) VALUES (?, ?, ?)",
                orderId,
                item,
                quantity);
    }

    /** Records that the order is confirmed. */
    public void confirm(String orderId) {
        update("INSERT INTO confirmation (order_id) VALUES (?)", orderId);
    }

    /** What became of an order; empty when no such order was accepted. */
    public Optional<OrderStatus> find(String id) {
        String sql =
                "SELECT item, quantity,"
                        + " (SELECT COUNT(*) FROM reservation r WHERE r.order_id = o.order_id),"
                        + " (SELECT COUNT(*) FROM confirmation c WHERE c.order_id = o.order_id)"
                        + " FROM orders o WHERE o.order_id = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new OrderStatus(
                                        id,
                                        rows.getString(1),
                                        rows.getInt(2),
                                        rows.getLong(3),
                                        rows.getLong(4)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new EJBException("Cannot read order " + id, e);
        }
    }

    /** Counts the tables. The figures are of one moment only when nothing is under way. */
    public Summary summary() {
        return new Summary(
                count("SELECT COUNT(*) FROM orders"),
                count("SELECT COUNT(*) FROM delivery WHERE queue = ?", OrderQueues.ORDERS),
                count("SELECT COUNT(*) FROM reservation"),
                count("SELECT COUNT(*) FROM confirmation"),
                count("SELECT COALESCE(SUM(reserved), 0) FROM stock"));
    }

    private long count(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            bind(select, values);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new EJBException("Cannot run: " + sql, e);
        }
    }

    private int update(String sql, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new EJBException("Cannot run: " + sql, e);
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static boolean isUniqueViolation(SQLException e) {
        return "23505".equals(e.getSQLState());
    }
}
