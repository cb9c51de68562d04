package io.ternmq.arquillian.probe;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What happened, as rows that are written in the transaction of whoever tells it. */
@Stateless
public class Ledger {

    @Resource(lookup = "java:/jdbc/ProbeXA")
    private DataSource database;

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void create() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists event (id bigint generated always as identity"
                            + " primary key, kind varchar(20), text varchar(200))");
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    public void add(String kind, String text) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into event (kind, text) values (?, ?)")) {
            insert.setString(1, kind);
            insert.setString(2, text);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new EJBException(e);
        }
    }

    public List<String> texts(String kind) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select text from event where kind = ? order by id")) {
            select.setString(1, kind);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new EJBException(e);
        }
        return texts;
    }
}
