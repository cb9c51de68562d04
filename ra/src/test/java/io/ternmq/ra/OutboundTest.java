package io.ternmq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.jms.TernQueue;
import io.ternmq.ra.container.Broker;
import io.ternmq.ra.container.Pool;
import io.ternmq.ra.container.ScriptedTransactions;
import io.ternmq.ra.outbound.Credentials;
import io.ternmq.ra.outbound.TernManagedConnection;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Pooled connections and their handles (Connectors 2.1, chapters 6 to 8; Messaging 3.1, 12). */
@Timeout(60)
class OutboundTest {

    private static final Queue QUEUE = new TernQueue("out");

    @TempDir Path directory;
    private Broker broker;
    private ScriptedTransactions transactions;
    private TernManagedConnectionFactory managed;
    private Pool pool;
    private ConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker(directory);
        transactions = broker.container.transactions();
        managed = broker.connectionFactory();
        pool = new Pool(transactions);
        factory = (ConnectionFactory) managed.createConnectionFactory(pool);
    }

    @AfterEach
    void stop() throws Exception {
        pool.destroyAll();
        broker.close();
    }

    private void send(String text) {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().setProperty("k", 7).send(QUEUE, text);
        }
    }

    @Test
    void shouldSendAtOnceOutsideATransaction() throws Exception {
        send("a");
        assertEquals("a", broker.receive("out"));
    }

    @Test
    void shouldSendWithTheTransaction() throws Exception {
        transactions.begin();
        send("a");
        assertTrue(broker.isEmpty("out"));
        transactions.commit();
        assertEquals("a", broker.receive("out"));
    }

    @Test
    void shouldNotSendWhenTheTransactionRollsBack() throws Exception {
        transactions.begin();
        send("a");
        transactions.rollback();
        assertTrue(broker.isEmpty("out"));
    }

    @Test
    void shouldReceiveWithTheTransaction() throws Exception {
        broker.send("out", "a");
        transactions.begin();
        try (JMSContext context = factory.createContext()) {
            assertEquals("a", context.createConsumer(QUEUE).receiveBody(String.class, 5_000));
        }
        transactions.rollback();
        transactions.begin();
        try (JMSContext context = factory.createContext()) {
            assertEquals("a", context.createConsumer(QUEUE).receiveBody(String.class, 5_000));
        }
        transactions.commit();
        assertTrue(broker.isEmpty("out"));
    }

    /** Messaging 3.1, section 8.6. */
    @Test
    void shouldLeaveAMessageInItsPlaceWhenItsBodyIsOfAnotherType() throws Exception {
        broker.send("out", "text");
        try (JMSContext context = factory.createContext()) {
            JMSConsumer consumer = context.createConsumer(QUEUE);
            assertThrows(
                    MessageFormatRuntimeException.class,
                    () -> consumer.receiveBody(Integer.class, 5_000));
        }
        Message again = broker.poll("out");
        assertEquals("text", again.getBody(String.class));
        assertEquals(1, again.getIntProperty("JMSXDeliveryCount"));
    }

    @Test
    void shouldSendEveryKindOfBodyWithPropertiesAndHeadersOfTheProducer() throws Exception {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer =
                    context.createProducer()
                            .setProperty("flag", true)
                            .setProperty("count", 3)
                            .setJMSCorrelationID("corr")
                            .setJMSType("type")
                            .setJMSReplyTo(QUEUE)
                            .setPriority(7);
            assertEquals(Set.of("flag", "count"), producer.getPropertyNames());
            assertEquals("3", producer.getStringProperty("count"));
            producer.send(QUEUE, Map.of("k", 1));
            producer.send(QUEUE, new byte[] {1, 2});
            producer.send(QUEUE, (Serializable) Integer.valueOf(5));
            producer.send(QUEUE, context.createTextMessage("t"));
        }
        Message map = broker.poll("out");
        assertEquals(1, map.getBody(Map.class).get("k"));
        assertTrue(map.getBooleanProperty("flag"));
        assertEquals("corr", map.getJMSCorrelationID());
        assertEquals("type", map.getJMSType());
        assertEquals(QUEUE, map.getJMSReplyTo());
        assertEquals(7, map.getJMSPriority());
        assertEquals(2, broker.poll("out").getBody(byte[].class).length);
        assertEquals(5, broker.poll("out").getBody(Integer.class));
        assertEquals(3, broker.poll("out").getIntProperty("count"));
    }

    @Test
    void shouldJoinTwoConnectionsInOneTransaction() throws Exception {
        transactions.begin();
        try (JMSContext one = factory.createContext();
                JMSContext two = factory.createContext()) {
            one.createProducer().send(QUEUE, "a");
            two.createProducer().send(QUEUE, "b");
        }
        assertTrue(broker.isEmpty("out"));
        transactions.commit();
        assertEquals(2, pool.all.size());
        assertEquals("a", broker.receive("out"));
        assertEquals("b", broker.receive("out"));
    }

    @Test
    void shouldReuseAPooledConnectionAndKeepItsResource() throws Exception {
        send("a");
        ManagedConnection first = pool.all.get(0);
        Object resource = first.getXAResource();
        send("b");
        assertEquals(1, pool.all.size());
        assertSame(resource, first.getXAResource());
    }

    @Test
    void shouldMatchByUserAndFactory() throws Exception {
        ManagedConnection anonymous = managed.createManagedConnection(null, null);
        ManagedConnection anna =
                managed.createManagedConnection(null, new Credentials("anna", "pw"));
        pool.all.add(anonymous);
        pool.all.add(anna);
        Set<ManagedConnection> both = Set.of(anonymous, anna);
        assertSame(anonymous, managed.matchManagedConnections(both, null, null));
        assertSame(
                anna, managed.matchManagedConnections(both, null, new Credentials("anna", "pw")));
        assertNull(managed.matchManagedConnections(both, null, new Credentials("anna", "other")));
        assertNull(managed.matchManagedConnections(both, null, new Credentials("bert", "pw")));
        assertThrows(
                jakarta.resource.spi.SecurityException.class,
                () -> anna.getConnection(null, new Credentials("bert", "pw")));
    }

    @Test
    void shouldTakeCredentialsFromSubjectThenRequestThenFactory() throws Exception {
        managed.setUser("factory");
        managed.setPassword("f");
        PasswordCredential credential = new PasswordCredential("subject", "s".toCharArray());
        credential.setManagedConnectionFactory(managed);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        Credentials request = new Credentials("request", "r");
        assertEquals("subject", userOf(subject, request));
        assertEquals("request", userOf(null, request));
        assertEquals("factory", userOf(null, new Credentials(null, null)));
        assertEquals("factory", userOf(null, null));
        assertThrows(
                jakarta.resource.spi.SecurityException.class,
                () -> managed.createManagedConnection(new Subject(), null));
    }

    private String userOf(Subject subject, Credentials request) throws Exception {
        TernManagedConnection made =
                (TernManagedConnection) managed.createManagedConnection(subject, request);
        pool.all.add(made);
        assertEquals(made.login().user(), made.getMetaData().getUserName());
        return made.login().user();
    }

    @Test
    void shouldAllowOneOpenSessionOfAConnection() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session first = connection.createSession();
            assertThrows(JMSException.class, connection::createSession);
            first.close();
            connection.createSession().close();
        }
    }

    @Test
    void shouldRefuseWhatJakartaEeForbids() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(QUEUE);
            MessageProducer producer = session.createProducer(QUEUE);
            forbidden(() -> connection.setClientID("id"));
            forbidden(() -> connection.setExceptionListener(e -> {}));
            forbidden(connection::stop);
            forbidden(() -> connection.createConnectionConsumer(QUEUE, null, null, 1));
            forbidden(() -> session.setMessageListener(m -> {}));
            forbidden(session::getMessageListener);
            forbidden(() -> consumer.setMessageListener(m -> {}));
            forbidden(consumer::getMessageListener);
            forbidden(() -> producer.send(session.createMessage(), new NoCompletion()));
            assertThrows(IllegalStateRuntimeException.class, session::run);
        }
        try (JMSContext context = factory.createContext()) {
            forbiddenInContext(() -> context.setClientID("id"));
            forbiddenInContext(() -> context.setExceptionListener(e -> {}));
            forbiddenInContext(context::stop);
            forbiddenInContext(() -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
            forbiddenInContext(() -> context.createProducer().setAsync(new NoCompletion()));
            forbiddenInContext(() -> context.createConsumer(QUEUE).setMessageListener(m -> {}));
        }
    }

    private static void forbidden(Executable call) {
        assertThrows(IllegalStateException.class, call);
    }

    private static void forbiddenInContext(Executable call) {
        assertThrows(IllegalStateRuntimeException.class, call);
    }

    private static final class NoCompletion implements jakarta.jms.CompletionListener {
        @Override
        public void onCompletion(jakarta.jms.Message message) {
            throw new AssertionError("nothing is sent asynchronously");
        }

        @Override
        public void onException(jakarta.jms.Message message, Exception exception) {
            throw new AssertionError("nothing is sent asynchronously", exception);
        }
    }

    /** Messaging 3.1, section 12.3. */
    @Test
    void shouldIgnoreSessionParametersAsJakartaEeAsks() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(true, Session.CLIENT_ACKNOWLEDGE);
            assertFalse(session.getTransacted());
            assertEquals(Session.AUTO_ACKNOWLEDGE, session.getAcknowledgeMode());
            assertThrows(IllegalStateException.class, session::commit);
            session.recover();
        }
        transactions.begin();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertTrue(session.getTransacted());
            assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
            assertThrows(TransactionInProgressException.class, session::commit);
            assertThrows(TransactionInProgressException.class, session::rollback);
            assertThrows(IllegalStateException.class, session::recover);
        }
        transactions.rollback();
    }

    @Test
    void shouldRefuseUseInATransactionThatIsMarkedRollback() throws Exception {
        transactions.begin();
        try (JMSContext context = factory.createContext()) {
            transactions.setRollbackOnly();
            assertThrows(
                    TransactionRolledBackRuntimeException.class,
                    () -> context.createProducer().send(QUEUE, "a"));
        }
        transactions.rollback();
        assertTrue(broker.isEmpty("out"));
    }

    @Test
    void shouldInvalidateHandlesWhenCleanedUpAndStayUsable() throws Exception {
        ManagedConnection connection = managed.createManagedConnection(null, null);
        pool.all.add(connection);
        Connection handle = (Connection) connection.getConnection(null, null);
        Session session = handle.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        connection.cleanup();
        connection.cleanup();
        assertThrows(IllegalStateException.class, () -> producer.send(session.createMessage()));
        assertThrows(IllegalStateException.class, handle::createSession);
        Connection next = (Connection) connection.getConnection(null, null);
        Session again = next.createSession();
        again.createProducer(QUEUE).send(again.createTextMessage("b"));
        assertEquals("b", broker.receive("out"));
    }

    @Test
    void shouldMoveAHandleWithItsProducersToAnotherConnection() throws Exception {
        ManagedConnection one = managed.createManagedConnection(null, null);
        ManagedConnection two = managed.createManagedConnection(null, null);
        pool.all.add(one);
        pool.all.add(two);
        Connection handle = (Connection) one.getConnection(null, null);
        Session session = handle.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        producer.setPriority(8);
        two.associateConnection(handle);
        one.destroy();
        producer.send(session.createTextMessage("a"));
        assertEquals(8, broker.poll("out").getJMSPriority());
    }

    @Test
    void shouldDemarcateLocalTransactions() throws Exception {
        ManagedConnection connection = managed.createManagedConnection(null, null);
        pool.all.add(connection);
        Connection handle = (Connection) connection.getConnection(null, null);
        Session session = handle.createSession();
        MessageProducer producer = session.createProducer(QUEUE);
        LocalTransaction local = connection.getLocalTransaction();
        local.begin();
        producer.send(session.createTextMessage("a"));
        assertTrue(broker.isEmpty("out"));
        local.commit();
        assertEquals("a", broker.receive("out"));
        local.begin();
        producer.send(session.createTextMessage("b"));
        local.rollback();
        assertTrue(broker.isEmpty("out"));
        local.begin();
        producer.send(session.createTextMessage("c"));
        connection.cleanup();
        assertTrue(broker.isEmpty("out"));
        assertThrows(jakarta.resource.spi.LocalTransactionException.class, local::commit);
    }

    @Test
    void shouldSayWhichConnectionsAreDead() throws Exception {
        ManagedConnection alive = managed.createManagedConnection(null, null);
        ManagedConnection dead = managed.createManagedConnection(null, null);
        pool.all.add(alive);
        dead.destroy();
        assertEquals(Set.of(dead), managed.getInvalidConnections(Set.of(alive, dead)));
    }

    @Test
    void shouldGiveAPlainFactoryWithoutAContainer() throws Exception {
        Object plain = managed.createConnectionFactory();
        assertInstanceOf(TernConnectionFactory.class, plain);
        try (JMSContext context =
                ((ConnectionFactory) plain).createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(QUEUE, "a");
            assertTrue(broker.isEmpty("out"));
            context.commit();
        }
        assertEquals("a", broker.receive("out"));
    }

    @Test
    void shouldBeEqualByConfigurationAndSurviveSerialization() throws Exception {
        TernManagedConnectionFactory twin = broker.connectionFactory();
        assertEquals(managed, twin);
        assertEquals(managed.hashCode(), twin.hashCode());
        twin.setUser("other");
        assertNotEquals(managed, twin);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(twin);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object copy = in.readObject();
            assertEquals(twin, copy);
            assertNotSame(twin, copy);
        }
    }
}
