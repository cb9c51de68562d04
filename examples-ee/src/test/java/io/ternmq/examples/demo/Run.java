package io.ternmq.examples.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * One run: starts the server, lets the clients post, kills and restarts the server as planned, and
 * stops it when all is quiet. Lives on one thread; the clients have their own.
 */
final class Run {

    private static final Duration WITHOUT_PROGRESS = Duration.ofMinutes(3);

    /** A name for the transaction manager; recovery every 5 s rather than every two minutes. */
    private static final List<String> PROPERTIES =
            List.of(
                    "-Djboss.tx.node.id=orders",
                    "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5",
                    "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1");

    private final Settings settings;
    private final ServerFiles files;
    private final Database database;
    private final Progress progress;
    private final Ports ports;
    private final Gate gate = new Gate();
    private final Ledger ledger = new Ledger();
    private int life;

    Run(Settings settings, ServerFiles files, Database database, Progress progress)
            throws IOException {
        this.settings = settings;
        this.files = files;
        this.database = database;
        this.progress = progress;
        this.ports = Ports.free();
    }

    /** Returns what the clients saw. The server is stopped. */
    List<Answer> execute(List<OrderLine> orders, KillPlan plan)
            throws IOException, InterruptedException, TimeoutException {
        ServerProcess server = nextLife();
        try {
            Clients.start(settings.clients(), server.uri(), gate, ledger, orders);
            int told = 0;
            for (KillPlan.Kill kill : plan.kills()) {
                told = tellUpTo(kill.afterAnswers(), told, orders.size());
                server.pause(kill.jitter());
                server.kill();
                progress.say("killed life " + life + " with SIGKILL; " + ledger);
                server = nextLife();
            }
            tellUpTo(orders.size(), told, orders.size());
            progress.say(ledger.toString());
            quietEnd(server);
        } finally {
            server.end();
            Csv.write(settings.target().resolve("answers.csv"), ledger.answers());
        }
        return ledger.answers();
    }

    /** One more life without load, for recovery. The server is stopped before and after. */
    void liveOnce() throws IOException, InterruptedException {
        ServerProcess server = nextLife();
        try {
            quietEnd(server);
        } finally {
            server.end();
        }
    }

    private void quietEnd(ServerProcess server) throws IOException, InterruptedException {
        new Quiet(server, new TransactionStore(files.data()), progress).await();
        server.stop();
        progress.say("stopped the server");
    }

    private ServerProcess nextLife() throws IOException, InterruptedException {
        life++;
        List<String> properties = new ArrayList<>(PROPERTIES);
        properties.add("-Djboss.socket.binding.port-offset=" + ports.offset());
        properties.addAll(database.properties());
        ServerProcess server =
                ServerProcess.start(settings.wildfly(), files, ports, properties, life);
        progress.say(
                "life %d answers at %s after %.1f s"
                        .formatted(life, server.uri(), server.startTime().toMillis() / 1000.0));
        server.whenEndedByItself(ledger::fail);
        gate.open(life);
        return server;
    }

    /** Waits for that many answers and tells of every tenth of the load on the way. */
    private int tellUpTo(int answers, int told, int all)
            throws InterruptedException, TimeoutException {
        int step = Math.max(1, all / 10);
        int next = told + step;
        while (next < answers) {
            ledger.awaitAnswers(next, WITHOUT_PROGRESS);
            progress.say(ledger.toString());
            next += step;
        }
        ledger.awaitAnswers(answers, WITHOUT_PROGRESS);
        return next - step;
    }
}
