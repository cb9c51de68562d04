package io.ternmq.broker.runtime;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.DurableView;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.Segment;
import io.ternmq.journal.StoredRecord;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import io.ternmq.xa.XidValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.transaction.xa.XAResource;

/**
 * A broker without threads: random commands, and between them, and between the steps of each other,
 * the works of housekeeping. The durable view is noted behind every record.
 */
final class SimulatedBroker {

    private static final int CONNECTIONS = 3;
    private static final String[] QUEUES = {"a", "b", "DLQ"};

    /** Branches time out within a program, and few outcomes are remembered. */
    static final Limits LIMITS =
            new Limits(
                    1_000, 20, 120, 300, 1_000, 10, 10_000, 20, 1_000, 3, 10, 10, 10, 1_500, 3,
                    5_000, Map.of());

    /** One record in a batch, so that there is a view for each. */
    final MemoryJournal journal;

    /** The view behind the first record, the second, … */
    final List<List<String>> views = new ArrayList<>();

    final BrokerState state;
    final Engine engine;
    final StateKeeper keeper;
    int checkpoints;
    int refused;
    int trims;
    int copied;

    private final Random random;
    private final List<long[]> delivered = new ArrayList<>();
    private final long[] tx = new long[2 * CONNECTIONS + 2];

    /** What each session has under way in parts: its number, its size, the next part. */
    private final Map<Long, int[]> large = new HashMap<>();

    private int contents;
    private long nowMs = 1_000;
    private long messages;

    SimulatedBroker(Random random) throws JournalException {
        this.random = random;
        journal = new MemoryJournal(1, 10 + random.nextInt(30));
        state = new BrokerState(journal.id(), LIMITS, JournaledContent::release);
        journal.onAppend(() -> views.add(DurableView.of(state)));
        engine =
                new Engine(
                        journal,
                        state,
                        // consumer and session have the same number here
                        (connection, event) ->
                                delivered.add(
                                        new long[] {
                                            connection, event.consumerId(), event.deliveryId()
                                        }),
                        1_000);
        keeper =
                new StateKeeper(
                        journal,
                        new StateKeeper.Runner() {
                            @Override
                            public <T> T call(Engine.Task<T> task) throws JournalException {
                                commands(random.nextInt(4));
                                return task.run(engine);
                            }

                            @Override
                            public void durable() throws JournalException {
                                commands(random.nextInt(4));
                                engine.force();
                            }
                        },
                        1 + random.nextInt(8));
        for (int connection = 1; connection <= CONNECTIONS; connection++) {
            open(connection);
        }
    }

    /** Commands, and housekeeping at random moments. */
    void run(int steps) throws JournalException {
        for (int i = 0; i < steps; i++) {
            commands(1);
            if (random.nextInt(20) == 0) {
                checkpoint();
            }
            if (random.nextInt(15) == 0) {
                keepSome();
            }
            if (random.nextInt(20) == 0) {
                trim();
            }
        }
        engine.flush();
    }

    /** Every client goes away, and every branch without a vote times out. */
    void disconnect() throws JournalException {
        for (int connection = 1; connection <= CONNECTIONS; connection++) {
            execute(new Command.ConnectionLost(connection));
        }
        nowMs += 60_000;
        execute(new Command.Tick());
        engine.finish(nowMs);
        engine.flush();
    }

    void commands(int steps) throws JournalException {
        for (int i = 0; i < steps; i++) {
            nowMs += random.nextInt(50);
            step();
            engine.finish(nowMs);
        }
    }

    private void checkpoint() throws JournalException {
        journal.refuseCheckpoints(random.nextInt(6) == 0);
        try {
            keeper.checkpoint();
            checkpoints++;
        } catch (JournalException full) {
            refused++; // it goes on without
        }
        journal.refuseCheckpoints(false);
    }

    private void keepSome() throws JournalException {
        List<Segment> segments = journal.segments();
        if (segments.size() > 1) {
            // not only of the oldest: a restated message may be restated again
            keep(segments.get(random.nextInt(segments.size() - 1)), 50 + random.nextInt(2_000));
        }
    }

    private void keep(Segment segment, int bytes) throws JournalException {
        List<StoredRecord> records = new ArrayList<>();
        journal.scan(
                segment.number(),
                Journal.NONE,
                bytes,
                (position, type, payload) ->
                        records.add(new StoredRecord(position, type, payload.slice())));
        copied += keeper.keep(records) > 0 ? 1 : 0;
    }

    private void trim() throws JournalException {
        List<Segment> candidates =
                journal.segments().stream()
                        .filter(segment -> segment.number() <= journal.trimLimit())
                        .toList();
        if (candidates.size() > 1) {
            Segment firstKept = candidates.get(1 + random.nextInt(candidates.size() - 1));
            for (Segment segment : candidates) {
                if (segment.number() < firstKept.number()) {
                    keep(segment, Integer.MAX_VALUE);
                }
            }
            ByteBuffer note = keeper.beforeTrim(firstKept);
            commands(random.nextInt(4));
            journal.trim(firstKept.number(), note);
            trims++;
        }
    }

    private void open(long connection) throws JournalException {
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

    private void step() throws JournalException {
        long connection = 1L + random.nextInt(CONNECTIONS);
        long session = 1L + random.nextInt(3);
        XidValue xid = new XidValue(7, new byte[] {(byte) random.nextInt(4)}, new byte[] {1});
        switch (random.nextInt(28)) {
            case 0, 1, 2, 3, 4 -> message(connection, session);
            case 5, 6, 7, 8 -> acknowledge();
            case 9 -> send(connection, new Request.Commit(1, 2));
            case 10 -> send(connection, new Request.Rollback(1, 2));
            case 11 -> start(connection, xid);
            case 12 -> send(connection, new Request.XaEnd(1, 3, xid, endFlags()));
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

    private int endFlags() {
        return random.nextInt(4) == 0 ? XAResource.TMFAIL : XAResource.TMSUCCESS;
    }

    private void start(long connection, XidValue xid) throws JournalException {
        int flags = random.nextBoolean() ? XAResource.TMNOFLAGS : XAResource.TMJOIN;
        engine.take(
                new Command.FromClient(connection, new Request.XaStart(1, 3, xid, flags)),
                result -> {
                    if (result instanceof Result.Started started) {
                        tx[(int) connection] = started.tx();
                    }
                },
                nowMs);
    }

    private void message(long connection, long session) throws JournalException {
        message(
                connection,
                session,
                random.nextInt(4) > 0,
                Content.of(new byte[random.nextInt(20)]));
    }

    private void message(long connection, long session, boolean persistent, Content content)
            throws JournalException {
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
                new Request.Send(1, session, transaction(connection, session), envelope, content));
    }

    /** A part, or the message after the last one; sometimes another content instead. */
    private void large(long connection, long session) throws JournalException {
        int[] sending = large.get(connection * 10 + session);
        if (sending == null || random.nextInt(15) == 0) {
            sending = new int[] {++contents, 21 + random.nextInt(60), 0};
            large.put(connection * 10 + session, sending);
        }
        boolean persistent = sending[0] % 4 > 0;
        int offset = sending[2] * 20;
        if (offset < sending[1]) {
            engine.take(
                    new Command.FromClient(
                            connection,
                            new Request.SendPart(
                                    1,
                                    session,
                                    sending[0],
                                    persistent,
                                    sending[1],
                                    sending[2]++,
                                    Content.of(new byte[Math.min(20, sending[1] - offset)]))),
                    result -> {
                        if (result instanceof Result.Refused) {
                            large.remove(connection * 10 + session);
                        }
                    },
                    nowMs);
        } else {
            large.remove(connection * 10 + session);
            message(connection, session, persistent, new ContentInParts(sending[0], sending[1]));
        }
    }

    private void acknowledge() throws JournalException {
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

    private void send(long connection, Request request) throws JournalException {
        execute(new Command.FromClient(connection, request));
    }

    private void execute(Command command) throws JournalException {
        engine.take(command, result -> {}, nowMs);
    }
}
