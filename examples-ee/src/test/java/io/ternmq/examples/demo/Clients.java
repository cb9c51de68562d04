package io.ternmq.examples.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * The clients that post orders, each on a thread of its own, one order at a time.
 *
 * <p>An order whose connection was refused never reached the server: it is posted to the next life.
 * An order whose answer was cut off is not posted again. Any other trouble fails the load.
 */
final class Clients {

    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);

    private final URI orders;
    private final Gate gate;
    private final Ledger ledger;
    private final Queue<OrderLine> work;
    private final ConcurrentMap<Integer, HttpClient> connectionsOfLife = new ConcurrentHashMap<>();

    private Clients(URI base, Gate gate, Ledger ledger, List<OrderLine> work) {
        this.orders = base.resolve("/orders");
        this.gate = gate;
        this.ledger = ledger;
        this.work = new ConcurrentLinkedQueue<>(work);
    }

    /** Starts the clients; they end when every order has its answer. */
    static void start(int count, URI base, Gate gate, Ledger ledger, List<OrderLine> work) {
        Clients clients = new Clients(base, gate, ledger, work);
        IntStream.rangeClosed(1, count)
                .forEach(
                        n -> {
                            Thread thread = new Thread(clients::run, "client-" + n);
                            thread.setDaemon(true);
                            thread.start();
                        });
    }

    private void run() {
        try {
            for (OrderLine order = work.poll(); order != null; order = work.poll()) {
                ledger.note(post(order));
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            ledger.fail(e);
        }
    }

    private Answer post(OrderLine order) throws InterruptedException, IOException {
        int deadLife = 0;
        while (true) {
            int life = gate.awaitAfter(deadLife);
            try {
                HttpResponse<String> response =
                        connections(life).send(request(order), BodyHandlers.ofString());
                return Answer.http(order, life, response.statusCode(), response.body());
            } catch (ConnectException e) {
                deadLife = life;
            } catch (IOException e) {
                return Answer.cut(order, life, e);
            }
        }
    }

    private HttpRequest request(OrderLine order) {
        return HttpRequest.newBuilder(orders)
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order.json()))
                .build();
    }

    /** Connections do not outlive the life they were opened to. */
    private HttpClient connections(int life) {
        return connectionsOfLife.computeIfAbsent(
                life,
                n ->
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(Duration.ofSeconds(30))
                                .build());
    }
}
