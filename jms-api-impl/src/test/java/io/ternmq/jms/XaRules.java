package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.xa.XidValue;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAJMSContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The JMS face of branches (transactions.md, 5), and what the resource adapter stands on. */
abstract class XaRules extends JmsRules {

    private static final AtomicInteger XIDS = new AtomicInteger();

    XaRules(Fixture broker) {
        super(broker);
    }

    private static XidValue xid() {
        return new XidValue(
                7, ("g" + XIDS.incrementAndGet()).getBytes(StandardCharsets.UTF_8), new byte[] {1});
    }

    private static void sendIn(TernXaSession session, TernQueue to, String text)
            throws JMSException {
        session.createProducer(to).send(session.createTextMessage(text));
    }

    @Test
    void shouldCommitABranchInTwoPhases_4_4() throws Exception {
        send("in");
        TernQueue out = new TernQueue(queue.getQueueName() + ".out");
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            XidValue xid = xid();
            resource.start(xid, XAResource.TMNOFLAGS);
            assertEquals("in", text(session.createConsumer(queue).receive(LONG)));
            sendIn(session, out, "out");
            resource.end(xid, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, resource.prepare(xid));
            assertTrue(Arrays.asList(resource.recover(XAResource.TMSTARTRSCAN)).contains(xid));
            assertEquals(List.of(), drain());
            resource.commit(xid, false);
            assertEquals(List.of(), drain());
            queue = out;
            assertEquals(List.of("out"), drain());
        }
    }

    @Test
    void shouldCountAReceiveThatABranchRolledBack_4() throws Exception {
        send("in");
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            XidValue xid = xid();
            resource.start(xid, XAResource.TMNOFLAGS);
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("in", text(consumer.receive(LONG)));
            sendIn(session, queue, "dropped");
            resource.end(xid, XAResource.TMSUCCESS);
            resource.rollback(xid);
            XidValue second = xid();
            resource.start(second, XAResource.TMNOFLAGS);
            Message again = consumer.receive(LONG);
            assertEquals("in", text(again));
            assertTrue(again.getJMSRedelivered());
            assertEquals(2, count(again));
            assertNull(consumer.receiveNoWait());
            resource.end(second, XAResource.TMSUCCESS);
            resource.commit(second, true);
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldDecideABranchAfterItsConnectionWasClosed_1() throws Exception {
        TernConnection other = factory.createXAConnection();
        TernXaSession session = other.createXASession();
        XAResource resource = session.getXAResource();
        XidValue prepared = xid();
        resource.start(prepared, XAResource.TMNOFLAGS);
        sendIn(session, queue, "prepared");
        resource.end(prepared, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_OK, resource.prepare(prepared));
        XidValue idle = xid();
        resource.start(idle, XAResource.TMNOFLAGS);
        sendIn(session, queue, "idle");
        resource.end(idle, XAResource.TMSUCCESS);
        other.close();
        assertTrue(Arrays.asList(resource.recover(XAResource.TMSTARTRSCAN)).contains(prepared));
        resource.commit(prepared, false);
        assertEquals(XAResource.XA_OK, resource.prepare(idle));
        resource.rollback(idle);
        assertEquals(List.of("prepared"), drain());
        XAException closed =
                assertThrows(XAException.class, () -> resource.start(xid(), XAResource.TMNOFLAGS));
        assertEquals(XAException.XAER_RMFAIL, closed.errorCode);
    }

    @Test
    void shouldJoinOneBranchFromTwoConnections_2() throws Exception {
        try (TernConnection other = factory.createXAConnection();
                TernXaSession first = connection().createXASession();
                TernXaSession second = other.createXASession()) {
            XAResource one = first.getXAResource();
            XAResource two = second.getXAResource();
            assertTrue(one.isSameRM(two));
            XidValue xid = xid();
            one.start(xid, XAResource.TMNOFLAGS);
            two.start(xid, XAResource.TMJOIN);
            sendIn(first, queue, "one");
            sendIn(second, queue, "two");
            one.end(xid, XAResource.TMSUCCESS);
            XAException open = assertThrows(XAException.class, () -> one.prepare(xid));
            assertEquals(XAException.XAER_PROTO, open.errorCode);
            two.end(xid, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, one.prepare(xid));
            two.commit(xid, false);
        }
        assertEquals(List.of("one", "two"), drain());
    }

    @Test
    void shouldRefuseWorkWithoutABranch_5() throws Exception {
        send("in");
        try (TernXaSession session = connection().createXASession()) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertThrows(IllegalStateException.class, consumer::receiveNoWait);
            assertThrows(IllegalStateException.class, () -> consumer.receive(SHORT));
            assertThrows(IllegalStateException.class, () -> sendIn(session, queue, "out"));
            assertThrows(
                    IllegalStateException.class, () -> consumer.setMessageListener(message -> {}));
        }
        assertEquals(List.of("in"), drain());
    }

    @Test
    void shouldWorkAtOnceWithoutABranchWhenManaged_5() throws Exception {
        factory.setManaged(true);
        send("in");
        TernQueue out = new TernQueue(queue.getQueueName() + ".out");
        try (TernConnection managed = factory.createXAConnection();
                TernXaSession session = managed.createXASession()) {
            managed.start();
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertEquals("in", text(consumer.receive(LONG)));
            assertNull(consumer.receiveNoWait());
            sendIn(session, out, "out");
        }
        assertEquals(List.of(), drain());
        queue = out;
        assertEquals(List.of("out"), drain());
    }

    @Test
    void shouldRefuseLocalCallsOnAnXaSession_5() throws JMSException {
        try (TernXaSession session = connection().createXASession()) {
            assertTrue(session.getTransacted());
            assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
            assertThrows(TransactionInProgressException.class, session::commit);
            assertThrows(TransactionInProgressException.class, session::rollback);
            assertThrows(IllegalStateException.class, session::recover);
            assertSame(session.getXAResource(), session.getXAResource());
            assertNotNull(session.getQueueSession());
        }
        try (XAJMSContext context = factory.createXAContext()) {
            assertTrue(context.getTransacted());
            assertThrows(TransactionInProgressRuntimeException.class, context::commit);
            assertThrows(TransactionInProgressRuntimeException.class, context::rollback);
            assertThrows(IllegalStateRuntimeException.class, context::recover);
            assertSame(context.getXAResource(), context.getXAResource());
        }
    }

    @Test
    void shouldGiveAnOrdinarySessionToWhoAsksForOne_5() throws JMSException {
        try (TernConnection xa = factory.createXAConnection();
                TernSession session = xa.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            assertFalse(session.getTransacted());
            session.createProducer(queue).send(session.createTextMessage("plain"));
        }
        assertEquals(List.of("plain"), drain());
    }

    @Test
    void shouldWakeABlockedReceiveWhenTheAssociationEnds_1() throws Exception {
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            XidValue xid = xid();
            resource.start(xid, XAResource.TMNOFLAGS);
            TernMessageConsumer consumer = session.createConsumer(queue);
            var received = ConnectionRules.receiving(consumer);
            ConnectionRules.awaitWaiting(received, session);
            resource.end(xid, XAResource.TMFAIL);
            assertEquals("nothing", received.get(LONG, TimeUnit.MILLISECONDS));
            assertThrows(IllegalStateException.class, () -> sendIn(session, queue, "late"));
            resource.rollback(xid);
        }
    }

    @Test
    void shouldLeaveTheCurrentBranchUntouchedByARefusedStart_1() throws Exception {
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            XidValue xid = xid();
            resource.start(xid, XAResource.TMNOFLAGS);
            assertThrows(XAException.class, () -> resource.start(xid(), XAResource.TMJOIN));
            sendIn(session, queue, "kept");
            resource.end(xid, XAResource.TMSUCCESS);
            resource.commit(xid, true);
        }
        assertEquals(List.of("kept"), drain());
    }

    @Test
    void shouldTellWhenAMessageIsAvailableAndTakeItLater() throws Exception {
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertFalse(consumer.awaitAvailable(SHORT));
            send("one", "two");
            assertTrue(consumer.awaitAvailable(LONG));
            XidValue xid = xid();
            resource.start(xid, XAResource.TMNOFLAGS);
            assertEquals("one", text(consumer.receiveBuffered()));
            assertNull(consumer.receiveBuffered());
            resource.end(xid, XAResource.TMSUCCESS);
            resource.commit(xid, true);
            assertTrue(consumer.awaitAvailable(LONG));
        }
        assertEquals(List.of("two"), drain());
    }

    @Test
    void shouldCallTheAvailabilityListenerForEachMessage() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            TernMessageConsumer consumer = session.createConsumer(queue);
            consumer.setAvailabilityListener(calls::incrementAndGet);
            for (int i = 1; i <= 3; i++) {
                send("m" + i);
                Awaitility.await().untilAtomic(calls, org.hamcrest.Matchers.equalTo(i));
                XidValue xid = xid();
                resource.start(xid, XAResource.TMNOFLAGS);
                assertEquals("m" + i, text(consumer.receiveBuffered()));
                resource.end(xid, XAResource.TMSUCCESS);
                resource.commit(xid, true);
            }
            consumer.setAvailabilityListener(null);
        }
        assertEquals(List.of(), drain());
    }
}
