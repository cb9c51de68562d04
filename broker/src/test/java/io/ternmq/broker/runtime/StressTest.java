package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.EmbeddedBroker;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many sessions of all kinds over one real journal: nothing is lost and nothing comes twice. */
class StressTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 120;
    private static final SessionMode[] MODES = {
        SessionMode.CLIENT, SessionMode.TRANSACTED, SessionMode.XA
    };

    @TempDir Path directory;
    private final Set<String> sent = new ConcurrentSkipListSet<>();
    private final Set<String> consumed = ConcurrentHashMap.newKeySet();
    private final Set<String> twice = ConcurrentHashMap.newKeySet();

    private FrameClient client() throws Exception {
        return FrameClient.connected(
                handler ->
                        BrokerRegistry.instance()
                                .connect(directory, Settings.defaults(), 0, handler));
    }

    @Test
    @SuppressWarnings("SystemOut") // the seed of a run belongs into the report
    void shouldConsumeEachCommittedMessageExactlyOnce() throws Exception {
        long seed = Long.getLong("tern.stress.seed", System.nanoTime());
        System.out.println("StressTest: -Dtern.stress.seed=" + seed);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).maxDeliveries(-1).build()) {
            List<Callable<Integer>> workers = new ArrayList<>();
            for (int number = 0; number < THREADS; number++) {
                int mine = number;
                workers.add(() -> new Worker(mine, new Random(seed + mine)).run());
            }
            for (Future<Integer> worker : threads.invokeAll(workers, 120, TimeUnit.SECONDS)) {
                assertEquals(ROUNDS, worker.get());
            }
            drain();
            assertEquals(Set.of(), twice);
            assertEquals(new TreeSet<>(sent), new TreeSet<>(consumed));
            assertTrue(sent.size() > THREADS * ROUNDS / 4, "sent only " + sent.size());
        } finally {
            threads.shutdownNow();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            broker.queueDepths().forEach((queue, depth) -> assertEquals(0L, depth, queue));
            assertEquals(List.of(), broker.preparedBranches());
        }
    }

    private void drain() throws Exception {
        FrameClient client = client();
        long session = client.session(SessionMode.CLIENT);
        for (String queue : List.of("a", "b", "c")) {
            long consumer = client.consumer(session, queue, Integer.MAX_VALUE);
            List<Event.Deliver> left = client.delivered(consumer);
            client.acknowledge(session, Request.NO_TX, left.toArray(new Event.Deliver[0]));
            left.forEach(delivery -> consumed(Messages.text(delivery)));
        }
        client.disconnect();
    }

    private void consumed(String text) {
        if (!consumed.add(text)) {
            twice.add(text);
        }
    }

    /** One connection with one session, which sends and receives in every round. */
    private final class Worker {

        private final int number;
        private final Random random;
        private final SessionMode mode;
        private FrameClient client;
        private long session;
        private long consumer;
        private int credit;

        Worker(int number, Random random) {
            this.number = number;
            this.random = random;
            this.mode = MODES[number % MODES.length];
        }

        int run() throws Exception {
            open();
            for (int round = 0; round < ROUNDS; round++) {
                if (random.nextInt(25) == 0) {
                    client.close(); // lost, with whatever it had been delivered
                    open();
                }
                round(round);
            }
            client.disconnect();
            return ROUNDS;
        }

        private void open() throws Exception {
            client = client();
            session = client.session(mode);
            consumer = client.consumer(session, queue(), 0);
            credit = 0;
        }

        private String queue() {
            return List.of("a", "b", "c").get(random.nextInt(3));
        }

        private void round(int round) {
            XidValue xid = new XidValue(1, new byte[] {(byte) number}, bytes(round));
            if (mode == SessionMode.XA) {
                assertEquals(XA_OK, client.start(session, xid, TMNOFLAGS));
            }
            long tx =
                    switch (mode) {
                        case TRANSACTED -> Request.LOCAL_TX;
                        case XA -> client.tx(session);
                        default -> Request.NO_TX;
                    };
            List<String> sends = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String text = number + "-" + round + "-" + i;
                client.send(session, tx, Messages.of(queue(), text).priority(random.nextInt(10)));
                sends.add(text);
            }
            if (credit == 0) {
                credit = 3;
                client.tell(new Request.Credit(consumer, credit));
            }
            List<Event.Deliver> received = client.delivered(consumer);
            credit -= received.size();
            boolean commit = random.nextInt(4) > 0;
            if (mode == SessionMode.CLIENT && !commit) {
                client.done(id -> new Request.Recover(id, session, ids(received)));
                forgetBuffered();
                sent.addAll(sends);
                return;
            }
            if (!received.isEmpty()) {
                client.acknowledge(session, tx, received.toArray(new Event.Deliver[0]));
            }
            if (end(xid, commit)) {
                sent.addAll(sends);
                received.forEach(delivery -> consumed(Messages.text(delivery)));
            }
        }

        private boolean end(XidValue xid, boolean commit) {
            switch (mode) {
                case TRANSACTED -> {
                    if (commit) {
                        client.done(id -> new Request.Commit(id, session));
                    } else {
                        client.done(id -> new Request.Rollback(id, session));
                        forgetBuffered();
                    }
                }
                case XA -> {
                    assertEquals(XA_OK, client.end(session, xid, TMSUCCESS));
                    boolean prepared = random.nextBoolean();
                    if (prepared && client.prepare(xid) != XA_OK) {
                        return commit; // nothing was done: read only
                    }
                    assertEquals(
                            XA_OK, commit ? client.commit(xid, !prepared) : client.rollback(xid));
                }
                default -> {
                    return true;
                }
            }
            return commit;
        }

        /** What came before a recover or a rollback was given back by it. */
        private void forgetBuffered() {
            List<Event.Deliver> buffered = new ArrayList<>();
            client.deliveries.drainTo(buffered);
            credit -= buffered.size();
        }

        private List<Long> ids(List<Event.Deliver> deliveries) {
            return deliveries.stream().map(Event.Deliver::deliveryId).toList();
        }

        private static byte[] bytes(int round) {
            return new byte[] {(byte) (round >> 8), (byte) round};
        }
    }
}
