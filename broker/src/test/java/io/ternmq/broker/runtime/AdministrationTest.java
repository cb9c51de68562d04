package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAException.XAER_NOTA;
import static javax.transaction.xa.XAException.XA_HEURCOM;
import static javax.transaction.xa.XAException.XA_HEURRB;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.XA_OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.EmbeddedBroker;
import io.ternmq.broker.PreparedBranch;
import io.ternmq.wire.Event;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does, over a real journal and over restarts. */
class AdministrationTest {

    private static final XidValue A = new XidValue(7, new byte[] {1}, new byte[] {1});
    private static final XidValue B = new XidValue(7, new byte[] {1}, new byte[] {2});

    @TempDir Path directory;

    private FrameClient client() throws Exception {
        return FrameClient.connected(
                handler ->
                        BrokerRegistry.instance()
                                .connect(directory, Settings.defaults(), 0, handler));
    }

    /** One message sent and one received in a prepared branch. */
    private void prepare(XidValue xid, String text) throws Exception {
        FrameClient client = client();
        long session = client.session(SessionMode.XA);
        client.send(session, "in", "received by " + text);
        client.consumer(session, "in", 1);
        Event.Deliver delivery = client.next();
        assertEquals(XA_OK, client.start(session, xid, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("out", text));
        client.acknowledge(session, client.tx(session), delivery);
        assertEquals(XA_OK, client.end(session, xid, TMSUCCESS));
        assertEquals(XA_OK, client.prepare(xid));
        client.disconnect();
    }

    @Test
    void shouldKeepHeuristicOutcomesThroughRestartsUntilTheyAreForgotten() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            prepare(A, "a");
            prepare(B, "b");
            List<PreparedBranch> prepared = broker.preparedBranches();
            assertEquals(List.of(A, B), prepared.stream().map(PreparedBranch::xid).toList());
            assertEquals(1, prepared.get(0).sends());
            assertEquals(1, prepared.get(0).receives());
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            assertEquals(2, broker.preparedBranches().size());
            broker.commitHeuristically(A);
            broker.rollbackHeuristically(B);
            BrokerException twice =
                    assertThrows(BrokerException.class, () -> broker.commitHeuristically(A));
            assertTrue(twice.getMessage().contains("preparedBranches()"), twice.getMessage());
            assertEquals(Map.of("in", 1L, "out", 1L), broker.queueDepths());
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            assertTrue(broker.preparedBranches().stream().allMatch(PreparedBranch::heuristic));
            FrameClient manager = client();
            assertEquals(List.of(A, B), manager.recover());
            assertEquals(XA_HEURCOM, manager.commit(A, false));
            assertEquals(XA_HEURCOM, manager.rollback(A));
            assertEquals(XA_HEURRB, manager.commit(B, false));
            assertEquals(List.of(A, B), manager.recover());
            assertEquals(XA_OK, manager.forget(A));
            assertEquals(XA_OK, manager.forget(B));
            assertEquals(XAER_NOTA, manager.forget(B));
            manager.disconnect();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            assertEquals(List.of(), broker.preparedBranches());
            FrameClient reader = client();
            long session = reader.session(SessionMode.AUTO);
            assertEquals(List.of("a"), reader.texts(reader.consumer(session, "out", 5)));
            reader.consumer(session, "in", 5);
            Event.Deliver back = reader.next();
            assertEquals("received by b", Messages.text(back));
            assertEquals(2, back.deliveries());
            reader.disconnect();
        }
    }

    @Test
    void shouldRefuseToDeleteAQueueOfAPreparedBranchAndNameIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            prepare(A, "a");
            for (String queue : List.of("in", "out")) {
                BrokerException refused =
                        assertThrows(BrokerException.class, () -> broker.deleteQueue(queue));
                assertTrue(refused.getMessage().contains(A.toString()), refused.getMessage());
                assertTrue(refused.getMessage().contains("'" + queue + "'"));
            }
            broker.rollbackHeuristically(A);
            broker.deleteQueue("in");
            broker.deleteQueue("in");
            assertEquals(Map.of("out", 0L), broker.queueDepths());
        }
    }

    @Test
    void shouldSettlePreparedBranchesAfterARestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            prepare(A, "a");
            prepare(B, "b");
            assertEquals(Map.of("in", 2L, "out", 2L), broker.queueDepths());
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            FrameClient manager = client();
            assertEquals(List.of(A, B), manager.recover());
            assertEquals(XA_OK, manager.commit(A, false));
            assertEquals(XA_OK, manager.rollback(B));
            manager.disconnect();
            assertEquals(Map.of("in", 1L, "out", 1L), broker.queueDepths());
        }
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            assertEquals(Map.of("in", 1L, "out", 1L), broker.queueDepths());
            FrameClient manager = client();
            assertEquals(XA_OK, manager.commit(A, false), "repeated");
            manager.disconnect();
        }
    }

    @Test
    void shouldKeepAQueueThatIsCreatedAgain() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).build()) {
            broker.createQueue("q");
            FrameClient client = client();
            client.send(client.session(SessionMode.AUTO), "q", "a");
            broker.createQueue("q");
            assertEquals(Map.of("q", 1L), broker.queueDepths());
            assertThrows(IllegalArgumentException.class, () -> broker.createQueue("no spaces"));
            assertThrows(UnsupportedOperationException.class, () -> broker.createTopic("t"));
        }
    }

    @Test
    void shouldThrowAfterItsEnd() {
        EmbeddedBroker broker = EmbeddedBroker.builder(directory).build();
        broker.close();
        broker.close();
        BrokerException refused = assertThrows(BrokerException.class, broker::queueDepths);
        assertTrue(refused.getMessage().contains("closed"), refused.getMessage());
        assertThrows(BrokerException.class, () -> broker.createQueue("q"));
    }
}
