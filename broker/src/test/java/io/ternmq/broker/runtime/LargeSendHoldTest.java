package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.Limits;
import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalException;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.RecordBatch;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.Transport;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a large send holds others up, in forces and bytes and not in time: all numbers are read
 * on the loop's own thread, so none depends on when another thread ran.
 */
class LargeSendHoldTest {

    private static final int MIB = 1 << 20;
    private static final int SIZE = 100 * MIB;

    @TempDir Path directory;

    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong forces = new AtomicLong();
    private volatile Thread writer;
    private final AtomicLong appended = new AtomicLong();

    /** Counts forces of the journal, those of the device within them, and the bytes appended. */
    private Journal counting(Path path) throws JournalException {
        ForcePolicy policy =
                (channel, file) -> {
                    if (Thread.currentThread() == writer) {
                        forces.incrementAndGet();
                    }
                    ForcePolicy.DEVICE.force(channel, file);
                };
        return new ForwardingJournal(Journal.open(path, JournalOptions.defaults(), policy)) {
            @Override
            public long append(RecordBatch batch) throws JournalException {
                appended.addAndGet(batch.sizeBytes());
                writer = Thread.currentThread();
                return super.append(batch);
            }

            @Override
            public long force() throws JournalException {
                turns.incrementAndGet();
                writer = Thread.currentThread();
                return super.force();
            }
        };
    }

    @Test
    void shouldHoldASmallSendUpForOnePartAndOneForceAtTheMost() throws Exception {
        long seed = 42;
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        Settings settings =
                Settings.defaults().withLimits(Limits.defaults()).withJournals(this::counting);
        try (BrokerRegistry.Lease lease =
                BrokerRegistry.instance().open(directory, settings, false)) {
            FrameClient large =
                    FrameClient.connected(
                            handler ->
                                    BrokerRegistry.instance()
                                            .connect(directory, settings, 0, handler));
            long session = large.session(SessionMode.AUTO);
            SmallSender small = new SmallSender();
            small.start(BrokerRegistry.instance().connect(directory, settings, 0, small::onEvent));
            small.underWay.get();
            int parts = 0;
            for (int index = 0; index * MIB < SIZE; index++) {
                Content part =
                        Content.of(Arrays.copyOfRange(bytes, index * MIB, (index + 1) * MIB));
                int nth = index;
                large.done(id -> new Request.SendPart(id, session, 5, true, SIZE, nth, part));
                parts++;
            }
            large.done(
                    id ->
                            new Request.Send(
                                    id,
                                    session,
                                    Request.NO_TX,
                                    Messages.of("large", "").envelope("ID:large"),
                                    new ContentInParts(5, SIZE)));
            small.stop();
            assertEquals(100, parts);
            assertNull(small.failure, "a small send was refused");
            assertTrue(small.sends > parts, small.sends + " small sends beside " + parts);
            assertEquals(1, small.mostTurns, "its own turn and no other's");
            // one of the file; where a file ends also those that begin the next one
            assertTrue(small.mostForces <= 8, small.mostForces + " forces within one send");
            assertTrue(small.mostBytes <= MIB + 4096, small.mostBytes + " bytes within one send");
            long consumer = large.consumer(session, "large", 1);
            Event.Deliver delivery = large.next();
            assertTrue(Arrays.equals(bytes, delivery.content().bytes()), "seed " + seed);
            large.acknowledge(session, Request.NO_TX, delivery);
            assertEquals(0, large.delivered(consumer).size());
        }
    }

    /** Sends the next message in the very event that answers the one before. */
    private final class SmallSender {

        final CompletableFuture<Void> underWay = new CompletableFuture<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private Transport transport;
        private volatile boolean stopping;
        long sends;
        long mostTurns;
        long mostForces;
        long mostBytes;
        Result.Refused failure;
        private long turnsBefore;
        private long forcesBefore;
        private long bytesBefore;

        void start(Transport carrier) throws Exception {
            transport = carrier;
            carrier.send(new Request.Connect(1, null, null, null));
            carrier.send(new Request.OpenSession(2, 1, SessionMode.AUTO));
        }

        void onEvent(Event event) {
            if (!(event instanceof Event.Reply reply) || reply.requestId() == 1) {
                return;
            }
            if (reply.result() instanceof Result.Refused refused) {
                failure = refused;
                over.complete(null);
                return;
            }
            if (reply.requestId() > 3) { // the first send makes the queue
                sends++;
                mostTurns = Math.max(mostTurns, turns.get() - turnsBefore);
                mostForces = Math.max(mostForces, forces.get() - forcesBefore);
                mostBytes = Math.max(mostBytes, appended.get() - bytesBefore);
                underWay.complete(null);
            }
            if (stopping) {
                over.complete(null);
                return;
            }
            turnsBefore = turns.get();
            forcesBefore = forces.get();
            bytesBefore = appended.get();
            long id = reply.requestId() + 1;
            try {
                transport.send(
                        new Request.Send(
                                id,
                                1,
                                Request.NO_TX,
                                Messages.of("small", "").envelope("ID:" + id),
                                Content.of(new byte[100])));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void stop() throws Exception {
            stopping = true;
            over.get(20, java.util.concurrent.TimeUnit.SECONDS);
        }
    }
}
