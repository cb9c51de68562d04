package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.jms.JMSException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real transaction manager over two connections of the real broker. */
class NarayanaTest extends JmsRules {

    @TempDir static Path store;

    NarayanaTest() {
        super(Fixture.EMBEDDED);
    }

    @BeforeAll
    static void configure() {
        for (String name : new String[] {null, "communicationStore", "stateStore"}) {
            ObjectStoreEnvironmentBean bean =
                    name == null
                            ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                            : BeanPopulator.getNamedInstance(
                                    ObjectStoreEnvironmentBean.class, name);
            bean.setObjectStoreDir(store.toString());
        }
    }

    private static TransactionManager manager() {
        return com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    @Test
    void shouldCommitTwoConnectionsInOneTransaction() throws Exception {
        send("in");
        TernQueue out = new TernQueue(queue.getQueueName() + ".out");
        try (TernConnection other = factory.createXAConnection();
                TernXaSession receiver = connection().createXASession();
                TernXaSession sender = other.createXASession()) {
            manager().begin();
            Transaction transaction = manager().getTransaction();
            transaction.enlistResource(receiver.getXAResource());
            transaction.enlistResource(sender.getXAResource());
            assertEquals("in", text(receiver.createConsumer(queue).receive(LONG)));
            sender.createProducer(out).send(sender.createTextMessage("out"));
            manager().commit();
        }
        assertEquals(List.of(), drain());
        queue = out;
        assertEquals(List.of("out"), drain());
    }

    @Test
    void shouldCommitTwoBranchesInTwoPhases() throws Exception {
        TernQueue out = new TernQueue(queue.getQueueName() + ".out");
        send("in");
        try (TernConnection other = factory.createXAConnection();
                TernXaSession receiver = connection().createXASession();
                TernXaSession sender = other.createXASession()) {
            manager().begin();
            Transaction transaction = manager().getTransaction();
            RecordingResource one = new RecordingResource(receiver.getXAResource(), false);
            RecordingResource two = new RecordingResource(sender.getXAResource(), false);
            transaction.enlistResource(one);
            transaction.enlistResource(two);
            assertEquals("in", text(receiver.createConsumer(queue).receive(LONG)));
            sender.createProducer(out).send(sender.createTextMessage("out"));
            manager().commit();
            for (RecordingResource each : List.of(one, two)) {
                assertEquals(1, each.calls("prepare"));
                assertEquals(1, each.calls("commit"));
            }
        }
        assertNothingInDoubt();
        assertEquals(List.of(), drain());
        queue = out;
        assertEquals(List.of("out"), drain());
    }

    @Test
    void shouldCommitAfterTheConnectionWasClosedAsPlainCodeDoes() throws Exception {
        manager().begin();
        try (TernConnection other = factory.createXAConnection();
                TernXaSession sender = other.createXASession()) {
            Transaction transaction = manager().getTransaction();
            transaction.enlistResource(sender.getXAResource());
            sender.createProducer(queue).send(sender.createTextMessage("out"));
            transaction.delistResource(sender.getXAResource(), XAResource.TMSUCCESS);
        }
        assertEquals(List.of(), drain());
        manager().commit();
        assertEquals(List.of("out"), drain());
    }

    @Test
    void shouldRollBackBothWhenOneVotesNo() throws Exception {
        send("in");
        TernQueue out = new TernQueue(queue.getQueueName() + ".out");
        try (TernConnection other = factory.createXAConnection();
                TernXaSession receiver = connection().createXASession();
                TernXaSession sender = other.createXASession()) {
            manager().begin();
            Transaction transaction = manager().getTransaction();
            transaction.enlistResource(new RecordingResource(receiver.getXAResource(), false));
            transaction.enlistResource(new RecordingResource(sender.getXAResource(), true));
            assertEquals("in", text(receiver.createConsumer(queue).receive(LONG)));
            sender.createProducer(out).send(sender.createTextMessage("dropped"));
            assertThrows(RollbackException.class, () -> manager().commit());
        }
        assertNothingInDoubt();
        assertEquals(List.of("in"), drain());
        queue = out;
        assertEquals(List.of(), drain());
    }

    private void assertNothingInDoubt() throws JMSException, XAException {
        try (TernXaSession session = connection().createXASession()) {
            assertEquals(0, session.getXAResource().recover(XAResource.TMSTARTRSCAN).length);
        }
    }
}
