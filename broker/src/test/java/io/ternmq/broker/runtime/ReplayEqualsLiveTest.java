package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Fields;
import io.ternmq.broker.record.Record;
import io.ternmq.broker.record.RecordCodec;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Decision;
import io.ternmq.broker.state.DurableView;
import io.ternmq.broker.state.Limits;
import io.ternmq.broker.state.QueueState;
import io.ternmq.journal.RecordBatch;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import io.ternmq.xa.XidValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.transaction.xa.XAResource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * The promise on which everything rests: for every record, what a crash behind it leaves in the
 * journal replays to the durable view that the live state had there. The programs are random and
 * seeded; jqwik prints the seed of a run that fails, and {@code tries} runs in every build.
 */
class ReplayEqualsLiveTest {

    private static final int CONNECTIONS = 3;
    private static final String[] QUEUES = {"a", "b", "DLQ"};

    @Property(tries = 250, shrinking = ShrinkingMode.BOUNDED)
    void shouldReplayToTheLiveViewAfterACrashAtEveryRecord(@ForAll long seed) throws Exception {
        Simulation live = new Simulation(new Random(seed));
        live.run(300);
        assertEquals(live.views.size(), live.journal.appendedPosition());
        Set<Long> checked = new HashSet<>();
        for (long kept = 0; kept <= live.journal.appendedPosition(); kept++) {
            BrokerState replayed = new BrokerState(live.journal.id(), live.limits);
            Replay.into(replayed, live.journal.crash(kept));
            if (kept > 0) {
                assertEquals(
                        live.views.get((int) kept - 1),
                        DurableView.of(replayed),
                        "seed " + seed + ", crash behind record " + kept);
            }
            Decision end =
                    replayed.decide(new Command.EndReplay(replayed.opening() + 1), 1_000_000);
            List<String> before = DurableView.of(replayed);
            end.changes().forEach(replayed::apply);
            assertEquals(
                    before, DurableView.of(replayed), "presumed abort changes nothing durable");
            checked.add(kept);
        }
        assertEquals(live.journal.appendedPosition() + 1, checked.size());
    }

    /**
     * A broker without threads: random commands, and the durable view noted behind every record.
     */
    private static final class Simulation {

        final MemoryJournal journal = new MemoryJournal();
        final List<List<String>> views = new ArrayList<>();

        /** Branches time out within a program, and few outcomes are remembered. */
        final Limits limits =
                new Limits(
                        1_000, 20, 120, 300, 1_000, 10, 10_000, 20, 1_000, 3, 10, 10, 10, 1_500, 3,
                        5_000, Map.of());

        final BrokerState state = new BrokerState(journal.id(), limits);
        private final Random random;
        private final Fields fields = new Fields();
        private final RecordBatch batch = journal.newBatch();
        private final List<long[]> delivered = new ArrayList<>();
        private final long[] tx = new long[2 * CONNECTIONS + 2];
        private long nowMs = 1_000;
        private long messages;

        /** What each session has under way in parts: its number, its size, the next part. */
        private final Map<Long, int[]> large = new HashMap<>();

        private int contents;

        Simulation(Random random) {
            this.random = random;
        }

        void run(int steps) throws Exception {
            for (int connection = 1; connection <= CONNECTIONS; connection++) {
                open(connection);
            }
            for (int step = 0; step < steps; step++) {
                nowMs += random.nextInt(50);
                step();
                deliver();
            }
        }

        private void open(long connection) throws Exception {
            send(connection, new Request.Connect(1, null, null, null));
            SessionMode[] modes = {SessionMode.CLIENT, SessionMode.TRANSACTED, SessionMode.XA};
            for (int session = 1; session <= 3; session++) {
                send(connection, new Request.OpenSession(1, session, modes[session - 1]));
                send(
                        connection,
                        new Request.OpenConsumer(
                                1,
                                session,
                                session,
                                DestinationName.queue(QUEUES[random.nextInt(2)]),
                                null,
                                false));
                send(connection, new Request.Credit(session, 3));
            }
        }

        private void step() throws Exception {
            long connection = 1L + random.nextInt(CONNECTIONS);
            long session = 1L + random.nextInt(3);
            XidValue xid = new XidValue(7, new byte[] {(byte) random.nextInt(4)}, new byte[] {1});
            switch (random.nextInt(28)) {
                case 0, 1, 2, 3, 4 -> message(connection, session);
                case 5, 6, 7, 8 -> acknowledge();
                case 9 -> send(connection, new Request.Commit(1, 2));
                case 10 -> send(connection, new Request.Rollback(1, 2));
                case 11 -> {
                    Result result =
                            send(
                                    connection,
                                    new Request.XaStart(
                                            1,
                                            3,
                                            xid,
                                            random.nextBoolean()
                                                    ? XAResource.TMNOFLAGS
                                                    : XAResource.TMJOIN));
                    if (result instanceof Result.Started started) {
                        tx[(int) connection] = started.tx();
                    }
                }
                case 12 ->
                        send(
                                connection,
                                new Request.XaEnd(
                                        1,
                                        3,
                                        xid,
                                        random.nextInt(4) == 0
                                                ? XAResource.TMFAIL
                                                : XAResource.TMSUCCESS));
                case 13 -> send(connection, new Request.XaPrepare(1, xid));
                case 14 -> send(connection, new Request.XaCommit(1, xid, random.nextBoolean()));
                case 15 -> send(connection, new Request.XaRollback(1, xid));
                case 16 -> send(connection, new Request.Recover(1, 1, List.of()));
                case 17 -> {
                    delivered.removeIf(delivery -> delivery[0] == connection);
                    execute(new Command.ConnectionLost(connection));
                    large.keySet().removeIf(key -> key / 10 == connection);
                    open(connection);
                }
                case 18 -> execute(new Command.Tick());
                case 22, 23, 24, 25, 26, 27 -> large(connection, session);
                case 19 -> {
                    if (random.nextInt(8) == 0) {
                        execute(new Command.DeleteQueue(QUEUES[random.nextInt(3)]));
                    }
                }
                case 20 -> {
                    if (random.nextInt(3) == 0) {
                        execute(new Command.DecideBranch(xid, random.nextBoolean()));
                    } else {
                        send(connection, new Request.XaForget(1, xid));
                    }
                }
                default -> send(connection, new Request.Credit(session, 2));
            }
        }

        private void message(long connection, long session) throws Exception {
            message(
                    connection,
                    session,
                    random.nextInt(4) > 0,
                    Content.of(new byte[random.nextInt(20)]));
        }

        private void message(long connection, long session, boolean persistent, Content content)
                throws Exception {
            long expiration = random.nextInt(6) == 0 ? nowMs + random.nextInt(300) : 0;
            Envelope envelope =
                    new Envelope(
                            "ID:" + ++messages,
                            DestinationName.queue(QUEUES[random.nextInt(2)]),
                            persistent,
                            random.nextInt(10),
                            nowMs,
                            expiration,
                            nowMs,
                            null,
                            null);
            send(
                    connection,
                    new Request.Send(
                            1, session, transaction(connection, session), envelope, content));
        }

        /** A part, or the message after the last one; sometimes another content instead. */
        private void large(long connection, long session) throws Exception {
            int[] sending = large.get(connection * 10 + session);
            if (sending == null || random.nextInt(15) == 0) {
                sending = new int[] {++contents, 21 + random.nextInt(60), 0};
                large.put(connection * 10 + session, sending);
            }
            boolean persistent = sending[0] % 4 > 0;
            int offset = sending[2] * 20;
            if (offset < sending[1]) {
                Result result =
                        send(
                                connection,
                                new Request.SendPart(
                                        1,
                                        session,
                                        sending[0],
                                        persistent,
                                        sending[1],
                                        sending[2]++,
                                        Content.of(new byte[Math.min(20, sending[1] - offset)])));
                if (result instanceof Result.Refused) {
                    large.remove(connection * 10 + session);
                }
            } else {
                large.remove(connection * 10 + session);
                message(
                        connection,
                        session,
                        persistent,
                        new ContentInParts(sending[0], sending[1]));
            }
        }

        private void acknowledge() throws Exception {
            if (delivered.isEmpty()) {
                return;
            }
            long[] delivery = delivered.remove(random.nextInt(delivered.size()));
            if (random.nextInt(4) == 0 && delivery[1] == 1) {
                send(delivery[0], new Request.Handed(delivery[1], delivery[2]));
            }
            send(
                    delivery[0],
                    new Request.Acknowledge(
                            random.nextInt(2),
                            delivery[1],
                            transaction(delivery[0], delivery[1]),
                            List.of(delivery[2])));
        }

        private long transaction(long connection, long session) {
            return session == 1
                    ? Request.NO_TX
                    : session == 2 ? Request.LOCAL_TX : tx[(int) connection];
        }

        private Result send(long connection, Request request) throws Exception {
            return execute(new Command.FromClient(connection, request));
        }

        private Result execute(Command command) throws Exception {
            Decision decision = state.decide(command, nowMs);
            make(decision.changes());
            while (state.anyExhausted()) {
                make(state.decide(new Command.MoveExhausted(), nowMs).changes());
            }
            return decision.result();
        }

        private void make(List<Change> changes) throws Exception {
            for (Change change : changes) {
                state.apply(change);
                if (change.journaled()) {
                    fields.clear();
                    int type = RecordCodec.encode((Record) change, fields);
                    batch.clear();
                    batch.add(type, fields.array(), 0, fields.length());
                    journal.append(batch);
                    views.add(DurableView.of(state));
                }
            }
        }

        private void deliver() throws Exception {
            for (QueueState queue : state.takeTouched()) {
                Change step = state.decideDelivery(queue, nowMs);
                while (step != null) {
                    make(List.of(step));
                    if (step instanceof Volatile.Dispatched dispatched) {
                        // consumer and session have the same number here
                        delivered.add(
                                new long[] {
                                    dispatched.consumer().connection(),
                                    dispatched.consumer().consumer(),
                                    dispatched.deliveryId()
                                });
                    }
                    step = state.decideDelivery(queue, nowMs);
                }
            }
        }
    }
}
