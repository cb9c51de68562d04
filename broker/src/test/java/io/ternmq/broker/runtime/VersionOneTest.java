package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ternmq.broker.state.BranchView;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.wire.Event;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that was written by the code before records had layouts: two openings, messages
 * acknowledged, redelivered, moved to the dead-letter queue, branches committed (with a message
 * sent in between), rolled back, prepared, and decided by an administrator.
 */
class VersionOneTest {

    private static final String FIXTURE = "/io/ternmq/broker/version-1.zip";

    private static final List<String> ORDERS =
            List.of(
                    "plain 1",
                    "plain 3",
                    "plain 5",
                    "to be redelivered",
                    "plain 0",
                    "plain 2",
                    "plain 4",
                    "between prepare and commit",
                    "committed 1",
                    "committed 2",
                    "decided",
                    "last");

    @TempDir Path directory;
    private SmallFiles files;

    private static XidValue xid(int number) {
        return new XidValue(7, new byte[] {(byte) number}, new byte[] {1});
    }

    @BeforeEach
    void unpack() throws Exception {
        files = new SmallFiles(directory);
        try (InputStream in = VersionOneTest.class.getResourceAsStream(FIXTURE);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    @Test
    void shouldFindEverythingThatVersionOneWrote() throws Exception {
        try (BrokerRegistry.Lease lease = files.open()) {
            assertState(lease);
            FrameClient client = files.client();
            Map<String, Integer> deliveries = new TreeMap<>();
            long consumer = client.consumer(client.session(SessionMode.CLIENT), "orders", 100);
            for (Event.Deliver delivery : client.delivered(consumer)) {
                deliveries.put(Messages.text(delivery), delivery.deliveries());
            }
            assertEquals(2, deliveries.get("to be redelivered"));
            assertEquals(1, deliveries.get("plain 0"));
            client.consumer(client.session(SessionMode.CLIENT), "DLQ", 1);
            Event.Deliver dead = client.next();
            assertEquals("twice too often", Messages.text(dead));
            assertEquals("poison", dead.deadLetter().queue());
            assertEquals(2, dead.deadLetter().deliveries());
            client.disconnect();
            finishBranches();
        }
    }

    @Test
    void shouldKeepItAllWhenItsFilesAreGivenUp() throws Exception {
        try (BrokerRegistry.Lease lease = files.open()) {
            files.churn(lease, () -> !Files.exists(directory.resolve("opening-00000002")));
            assertState(lease);
        }
        files.deleteCheckpoints();
        try (BrokerRegistry.Lease lease = files.open()) {
            assertState(lease);
            finishBranches();
        }
        try (BrokerRegistry.Lease lease = files.open()) {
            assertEquals(
                    List.of(),
                    FrameClient.await(lease.broker().inspect(BrokerState::branchesInDoubt)));
        }
    }

    private void assertState(BrokerRegistry.Lease lease) throws Exception {
        Map<String, Long> depths =
                new TreeMap<>(FrameClient.await(lease.broker().inspect(BrokerState::queueDepths)));
        depths.remove(SmallFiles.CHURN);
        assertEquals(Map.of("DLQ", 1L, "inbox", 2L, "orders", 13L, "poison", 0L), depths);
        List<BranchView> branches =
                FrameClient.await(lease.broker().inspect(BrokerState::branchesInDoubt));
        assertEquals(
                List.of(BranchState.PREPARED, BranchState.HEURISTIC),
                branches.stream().map(BranchView::state).toList());
        assertEquals(List.of(xid(3), xid(4)), branches.stream().map(BranchView::xid).toList());
        assertEquals(1, branches.get(0).sends());
        assertEquals(1, branches.get(0).receives());
        assertEquals(ORDERS, files.texts("orders"));
        assertEquals(List.of("left"), files.texts("inbox"));
        assertEquals(List.of("twice too often"), files.texts("DLQ"));
        FrameClient client = files.client();
        assertEquals(XAResource.XA_OK, client.commit(xid(1), false), "the outcome is remembered");
        assertEquals(XAResource.XA_OK, client.rollback(xid(2)));
        assertEquals(XAException.XAER_NOTA, client.rollback(xid(1)));
        client.disconnect();
    }

    private void finishBranches() throws Exception {
        FrameClient client = files.client();
        assertEquals(XAException.XA_HEURCOM, client.commit(xid(4), false));
        assertEquals(XAResource.XA_OK, client.forget(xid(4)));
        assertEquals(XAResource.XA_OK, client.commit(xid(3), false));
        client.disconnect();
        List<String> orders = new ArrayList<>(ORDERS);
        orders.add("in doubt");
        assertEquals(orders, files.texts("orders"));
        assertEquals(List.of("left"), files.texts("inbox"));
    }
}
