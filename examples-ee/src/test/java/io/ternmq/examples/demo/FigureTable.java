package io.ternmq.examples.demo;

import java.util.ArrayList;
import java.util.List;

/** The account as a table, and the verdict below it. */
record FigureTable(Account account) {

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(rule());
        line(
                lines,
                "orders accepted",
                account.accepted(),
                "%,d of them with the answer cut off".formatted(account.cutAccepted()));
        line(lines, "rows", account.rows(), "table orders");
        line(lines, "messages delivered", account.delivered(), "table delivery, queue orders");
        line(lines, "stock reserved", account.reserved(), "table reservation");
        line(lines, "confirmations", account.confirmed(), "table confirmation");
        line(
                lines,
                "rolled back",
                account.rolledBack(),
                "%,d of them with the answer cut off".formatted(account.cutRolledBack()));
        lines.add(rule());
        line(lines, "in doubt", account.inDoubt(), "database, journal, transaction log");
        line(lines, "duplicates", account.duplicates(), "an effect more than once for an order");
        line(lines, "lost", account.lost(), "accepted, and a row or an effect is missing");
        line(lines, "ghosts", account.ghosts(), "rolled back, and a row or an effect is there");
        line(lines, "left in queues", account.left(), "journal, dead letters too");
        lines.add(rule());
        if (account.isGood()) {
            lines.add("Every order is whole or nothing.");
        } else {
            lines.add("FAILED: accepted, rows, delivered, reserved and confirmed must be equal,");
            lines.add("and nothing in doubt, doubled, lost or left.");
            account.faults().forEach(fault -> lines.add("  " + fault));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void line(List<String> lines, String name, long figure, String from) {
        lines.add("  %-20s %,10d   %s".formatted(name, figure, from));
    }

    private static String rule() {
        return "-".repeat(76);
    }
}
