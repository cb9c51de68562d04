package io.ternmq.ra;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.jms.TernQueue;
import io.ternmq.ra.container.Broker;
import io.ternmq.ra.container.Pool;
import io.ternmq.ra.container.SmallContainer;
import io.ternmq.xa.XidValue;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction manager finds after a crash (transactions.md 8). */
@Timeout(60)
class RecoveryTest {

    private static final ActivationSpec[] NO_SPECS = {};

    @TempDir Path directory;

    private static List<XidValue> leaveInDoubt(Broker broker, String text) throws Exception {
        Pool pool = new Pool(broker.container.transactions());
        ConnectionFactory factory =
                (ConnectionFactory) broker.connectionFactory().createConnectionFactory(pool);
        broker.container.transactions().begin();
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(new TernQueue("out"), text);
        }
        List<XidValue> left = broker.container.transactions().prepareAndCrash();
        pool.destroyAll();
        return left;
    }

    @Test
    void shouldRecoverThroughTheAdapterBeforeAnyEndpointIsActive() throws Exception {
        try (Broker broker = new Broker(directory)) {
            List<XidValue> left = leaveInDoubt(broker, "a");
            TernActivationSpec fresh = new TernActivationSpec();
            fresh.setDestination("in");
            XAResource[] resources =
                    broker.adapter.getXAResources(new ActivationSpec[] {fresh, fresh});
            assertEquals(1, resources.length);
            assertSame(resources[0], broker.adapter.getXAResources(NO_SPECS)[0]);
            Xid[] found = resources[0].recover(XAResource.TMSTARTRSCAN);
            assertArrayEquals(left.toArray(), found);
            assertEquals(0, resources[0].recover(XAResource.TMENDRSCAN).length);
            assertTrue(broker.isEmpty("out"));
            resources[0].commit(found[0], false);
            assertEquals("a", broker.receive("out"));
            assertEquals(0, resources[0].recover(XAResource.TMSTARTRSCAN).length);
        }
    }

    @Test
    void shouldRecoverThroughAConnectionFactory() throws Exception {
        try (Broker broker = new Broker(directory)) {
            List<XidValue> left = leaveInDoubt(broker, "a");
            ManagedConnection connection =
                    broker.connectionFactory().createManagedConnection(null, null);
            connection.getConnection(null, null);
            XAResource resource = connection.getXAResource();
            assertArrayEquals(left.toArray(), resource.recover(XAResource.TMSTARTRSCAN));
            resource.rollback(left.get(0));
            connection.destroy();
            assertTrue(broker.isEmpty("out"));
        }
    }

    @Test
    void shouldFindInDoubtBranchesAfterARestart() throws Exception {
        List<XidValue> left;
        try (Broker broker = new Broker(directory)) {
            left = leaveInDoubt(broker, "a");
        }
        try (Broker broker = new Broker(directory)) {
            XAResource resource = broker.adapter.getXAResources(NO_SPECS)[0];
            await().atMost(20, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .until(() -> resource.recover(XAResource.TMSTARTRSCAN).length == 1);
            resource.commit(left.get(0), false);
            assertEquals("a", broker.receive("out"));
        }
    }

    @Test
    void shouldBeSameAsTheConnectionsOfTheBrokerOnceConnected() throws Exception {
        try (Broker broker = new Broker(directory)) {
            ManagedConnection connection =
                    broker.connectionFactory().createManagedConnection(null, null);
            XAResource resource = broker.adapter.getXAResources(NO_SPECS)[0];
            resource.recover(XAResource.TMSTARTRSCAN);
            assertTrue(resource.isSameRM(connection.getXAResource()));
            assertTrue(connection.getXAResource().isSameRM(resource));
            connection.destroy();
        }
    }

    @Test
    void shouldAnswerThatTheBrokerCannotBeReached() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(file.toString());
        try (SmallContainer container = new SmallContainer()) {
            adapter.start(container);
            XAResource[] resources = adapter.getXAResources(NO_SPECS);
            assertEquals(1, resources.length);
            XAException e =
                    assertThrows(
                            XAException.class, () -> resources[0].recover(XAResource.TMSTARTRSCAN));
            assertEquals(XAException.XAER_RMFAIL, e.errorCode);
            adapter.stop();
        }
    }
}
