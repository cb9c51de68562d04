package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.BranchView;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.xa.XidValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker with small files through which far more is written than it holds: cold messages of
 * several priorities, a redelivered one, a large one in parts and a prepared branch beside a queue
 * that churns.
 */
class ReclaimTest {

    private static final XidValue XID = new XidValue(7, new byte[] {1}, new byte[] {1});
    private static final int COLD = 60;
    private static final int LARGE = 30_000;
    private static final long LIVE_BYTES = COLD * 1_000L + LARGE;

    @TempDir Path directory;
    private final byte[] large = new byte[LARGE];
    private final List<String> cold = new ArrayList<>();

    @Test
    void shouldKeepFewFilesAndEverythingInOrder() throws Exception {
        new Random(42).nextBytes(large);
        SmallFiles files = new SmallFiles(directory);
        try (BrokerRegistry.Lease lease = files.open()) {
            fill(files);
            long[] appended = new long[1];
            files.churn(
                    lease,
                    () -> {
                        JournalMetrics metrics = lease.broker().journalMetrics();
                        appended[0] = metrics.appendedBytes();
                        return metrics.appendedBytes() >= 50 * LIVE_BYTES
                                && metrics.checkpoints() > 2;
                    });
            JournalMetrics metrics = lease.broker().journalMetrics();
            assertTrue(metrics.copiedBytes() >= LIVE_BYTES, metrics::toString);
            assertTrue(
                    metrics.trimmedSegments() > 10 && metrics.segments() <= 12, metrics::toString);
            assertEverything(files, lease);
        }
        assertEquals(2, files.checkpoints().size());
        try (BrokerRegistry.Lease lease = files.open()) { // from its newest checkpoint
            assertTrue(files.checkpoints().size() == 2);
            assertEverything(files, lease);
        }
        for (Path checkpoint : files.checkpoints()) {
            byte[] bytes = Files.readAllBytes(checkpoint);
            bytes[bytes.length / 2] ^= 1;
            Files.write(checkpoint, bytes);
        }
        try (BrokerRegistry.Lease lease = files.open()) { // from its start note
            assertEverything(files, lease);
        }
        files.deleteCheckpoints();
        try (BrokerRegistry.Lease lease = files.open()) {
            assertEverything(files, lease);
            FrameClient client = files.client();
            assertEquals(XAResource.XA_OK, client.commit(XID, false));
            client.disconnect();
            assertEquals(List.of("left", "in doubt"), files.texts("branch"));
        }
    }

    private void fill(SmallFiles files) throws Exception {
        FrameClient client = files.client();
        long session = client.session(SessionMode.CLIENT);
        List<List<String>> byPriority = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byPriority.add(new ArrayList<>());
        }
        for (int i = 0; i < COLD; i++) {
            int priority = i * 7 % 10;
            String text = i + "-" + "c".repeat(1_000);
            client.send(session, Request.NO_TX, Messages.of("cold", text).priority(priority));
            byPriority.get(9 - priority).add(text);
        }
        byPriority.forEach(cold::addAll);
        int parts = 0;
        for (int at = 0; at < LARGE; at += 4_000) {
            Content part = Content.of(Arrays.copyOfRange(large, at, Math.min(LARGE, at + 4_000)));
            int index = parts++;
            client.done(id -> new Request.SendPart(id, session, 5, true, LARGE, index, part));
        }
        client.done(
                id ->
                        new Request.Send(
                                id,
                                session,
                                Request.NO_TX,
                                Messages.of("large", "").envelope("ID:large"),
                                new ContentInParts(5, LARGE)));
        client.send(session, "branch", "consumed in doubt", "left");
        long xa = client.session(SessionMode.XA);
        client.consumer(xa, "branch", 1);
        Event.Deliver consumed = client.next();
        assertEquals(XAResource.XA_OK, client.start(xa, XID, XAResource.TMNOFLAGS));
        client.acknowledge(xa, client.tx(xa), consumed);
        client.send(xa, client.tx(xa), Messages.of("branch", "in doubt"));
        assertEquals(XAResource.XA_OK, client.end(xa, XID, XAResource.TMSUCCESS));
        assertEquals(XAResource.XA_OK, client.prepare(XID));
        client.disconnect();
    }

    private void assertEverything(SmallFiles files, BrokerRegistry.Lease lease) throws Exception {
        assertEquals(cold, files.texts("cold"));
        assertEquals(List.of("left"), files.texts("branch"));
        List<BranchView> branches =
                FrameClient.await(lease.broker().inspect(BrokerState::branchesInDoubt));
        assertEquals(List.of(XID), branches.stream().map(BranchView::xid).toList());
        FrameClient client = files.client();
        client.consumer(client.session(SessionMode.CLIENT), "large", 1);
        Event.Deliver delivery = client.next();
        assertTrue(Arrays.equals(large, delivery.content().bytes()));
        client.disconnect();
        assertFalse(cold.isEmpty());
    }
}
