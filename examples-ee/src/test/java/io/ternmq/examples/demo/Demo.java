package io.ternmq.examples.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The main job in one command: orders posted to a WildFly that is killed in mid-load, and an
 * account of every one of them. Ends with 0 when the account is good and with 1 otherwise.
 */
public final class Demo {

    /**
     * Recovery ends a branch that nobody decided only after a safety interval, and H2 lets it end
     * one in each pass: after many kills that may take longer than one life.
     */
    private static final int MORE_LIVES = 3;

    private Demo() {}

    /** Takes system properties, see {@link Settings}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run(Settings.fromSystemProperties(), new Progress(System.out)) ? 0 : 1);
    }

    static boolean run(Settings settings, Progress progress)
            throws IOException, InterruptedException, TimeoutException, SQLException {
        progress.print(
                "%,d orders, %d clients, %d kills, database %s, seed %d (-Dseed=%d runs it again)"
                        .formatted(
                                settings.orders(),
                                settings.clients(),
                                settings.kills(),
                                settings.database(),
                                settings.seed(),
                                settings.seed()));
        long startNs = System.nanoTime();
        List<OrderLine> orders = OrderFile.first(settings.orders());
        KillPlan plan = KillPlan.seeded(settings.seed(), settings.orders(), settings.kills());
        try (Database database =
                Database.named(settings.database(), settings.target().resolve("server/data"))) {
            progress.say("configuring " + settings.wildfly().getFileName());
            ServerFiles files = ServerFiles.create(settings, database);
            Run run = new Run(settings, files, database, progress);
            List<Answer> answers = run.execute(orders, plan);
            Account account = account(orders, answers, database, files);
            for (int more = 0; account.inDoubt() > 0 && more < MORE_LIVES; more++) {
                progress.say(account.inDoubt() + " in doubt: recovery gets another life");
                run.liveOnce();
                account = account(orders, answers, database, files);
            }
            Tables.dump(database, settings.target().resolve("tables"));
            FigureTable table = new FigureTable(account);
            progress.print(table);
            ResultFile.write(settings, account, Duration.ofNanos(System.nanoTime() - startNs));
            progress.print("Evidence: " + settings.target());
            return account.isGood();
        }
    }

    private static Account account(
            List<OrderLine> orders, List<Answer> answers, Database database, ServerFiles files)
            throws SQLException, IOException {
        return Account.of(
                new Evidence(
                        orders,
                        answers,
                        Tables.read(database),
                        JournalContents.of(files.data().resolve("tern")),
                        new TransactionStore(files.data()).logged()));
    }
}
