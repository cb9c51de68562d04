package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.EmbeddedBroker;
import io.ternmq.xa.XidValue;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that closes, and opens again on the same directory. */
class ReopenedBrokerTest {

    private static final long LONG = JmsRules.LONG;

    @TempDir Path directory;
    private final TernQueue queue = new TernQueue("q");
    private TernConnectionFactory factory = new TernConnectionFactory();

    @BeforeEach
    void point() {
        factory = new TernConnectionFactory("embedded:" + directory);
    }

    private EmbeddedBroker open() {
        return EmbeddedBroker.builder(directory).build();
    }

    @Test
    void shouldTellOnceThatTheBrokerClosedAndConnectAgain_6_1_7() throws Exception {
        ConcurrentLinkedQueue<JMSException> told = new ConcurrentLinkedQueue<>();
        TernConnection connection;
        TernSession session;
        try (EmbeddedBroker broker = open()) {
            broker.createQueue("q");
            connection = factory.createConnection();
            connection.setExceptionListener(told::add);
            connection.start();
            session = connection.createSession();
            session.createProducer(queue).send(session.createTextMessage("kept"));
        }
        Awaitility.await().until(() -> !told.isEmpty());
        assertThrows(JMSException.class, () -> session.createConsumer(queue));
        assertFalse(connection.isAlive());
        connection.close();
        assertEquals(1, told.size());
        try (EmbeddedBroker broker = open();
                JMSContext context = factory.createContext()) {
            assertEquals("kept", context.createConsumer(queue).receiveBody(String.class, LONG));
            context.createProducer().send(queue, "more");
            assertEquals(1L, broker.queueDepths().get("q"));
        }
    }

    @Test
    void shouldKeepPersistentMessagesOnlyAndWhatWasNotAcknowledged_7_7() throws Exception {
        try (EmbeddedBroker broker = open();
                TernConnection connection = factory.createConnection();
                TernSession session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            connection.start();
            TernMessageProducer producer = session.createProducer(queue);
            producer.send(session.createTextMessage("acknowledged"));
            producer.send(session.createTextMessage("only handed over"));
            producer.send(session.createTextMessage("untouched"));
            producer.send(session.createTextMessage("volatile"), DeliveryMode.NON_PERSISTENT, 4, 0);
            TernMessageConsumer consumer = session.createConsumer(queue);
            consumer.receive(LONG).acknowledge();
            assertEquals("only handed over", JmsRules.text(consumer.receive(LONG)));
            assertEquals(3L, broker.queueDepths().get("q"));
        }
        try (EmbeddedBroker broker = open();
                JMSContext context = factory.createContext()) {
            JMSConsumer consumer = context.createConsumer(queue);
            Message handed = consumer.receive(LONG);
            assertEquals("only handed over", JmsRules.text(handed));
            assertTrue(handed.getJMSRedelivered());
            assertEquals(2, JmsRules.count(handed));
            Message untouched = consumer.receive(LONG);
            assertEquals("untouched", JmsRules.text(untouched));
            assertFalse(untouched.getJMSRedelivered());
            assertNull(consumer.receiveNoWait());
            assertEquals(List.of(), broker.preparedBranches());
        }
    }

    @Test
    void shouldDecideAPreparedBranchAfterTheBrokerReopened_4() throws Exception {
        XidValue xid = new XidValue(1, new byte[] {1}, new byte[] {2});
        XAResource resource;
        try (EmbeddedBroker broker = open();
                TernConnection connection = factory.createXAConnection();
                TernXaSession session = connection.createXASession()) {
            resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            session.createProducer(queue).send(session.createTextMessage("decided late"));
            resource.end(xid, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, resource.prepare(xid));
            assertEquals(1, broker.preparedBranches().size());
        }
        try (EmbeddedBroker broker = open()) {
            assertEquals(1, broker.preparedBranches().size());
            resource.commit(xid, false);
            assertEquals(List.of(), broker.preparedBranches());
            try (JMSContext context = factory.createContext()) {
                assertEquals(
                        "decided late",
                        context.createConsumer(queue).receiveBody(String.class, LONG));
            }
        }
    }

    @Test
    void shouldAskForCredentialsOnceTheBrokerHasUsers() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder(directory).user("anna", "secret").build()) {
            assertEquals(directory.toRealPath(), broker.dataDirectory());
            assertThrows(JMSSecurityException.class, factory::createConnection);
            assertThrows(
                    JMSSecurityException.class, () -> factory.createConnection("anna", "wrong"));
            factory.createConnection("anna", "secret").close();
        }
    }

    @Test
    void shouldMoveAMessageThatIsAlwaysRolledBackToTheDeadLetterQueue() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.builder(directory).maxDeliveries(2).build();
                JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(queue, "poison");
            context.commit();
            JMSConsumer consumer = context.createConsumer(queue);
            for (int delivery = 1; delivery <= 2; delivery++) {
                assertEquals(delivery, JmsRules.count(consumer.receive(LONG)));
                context.rollback();
            }
            assertNull(consumer.receiveNoWait());
            Message dead = context.createConsumer(new TernQueue("DLQ")).receive(LONG);
            assertEquals("poison", JmsRules.text(dead));
            assertEquals("q", dead.getStringProperty("JMS_TERN_DeadQueue"));
            assertEquals(2, dead.getIntProperty("JMS_TERN_DeadDeliveries"));
            assertFalse(dead.getStringProperty("JMS_TERN_DeadReason").isEmpty());
            assertTrue(dead.getLongProperty("JMS_TERN_DeadTime") > 0);
            context.commit();
            assertEquals(0L, broker.queueDepths().get("q"));
        }
    }
}
