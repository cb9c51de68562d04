package io.ternmq.broker.runtime;

import static javax.transaction.xa.XAException.XAER_DUPID;
import static javax.transaction.xa.XAException.XAER_INVAL;
import static javax.transaction.xa.XAException.XAER_NOTA;
import static javax.transaction.xa.XAException.XAER_PROTO;
import static javax.transaction.xa.XAException.XA_RBROLLBACK;
import static javax.transaction.xa.XAException.XA_RBTIMEOUT;
import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMJOIN;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMRESUME;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.TMSUSPEND;
import static javax.transaction.xa.XAResource.XA_OK;
import static javax.transaction.xa.XAResource.XA_RDONLY;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XA calls over frames, as a transaction manager and its failures make them. */
class XaTest {

    private static final XidValue A = new XidValue(7, new byte[] {1}, new byte[] {1});
    private static final XidValue B = new XidValue(7, new byte[] {1}, new byte[] {2});

    @TempDir Path directory;
    private TestBroker broker;
    private FrameClient client;
    private long session;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory);
        client = broker.client();
        session = client.session(SessionMode.XA);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void sendInBranch(XidValue xid, String text) {
        assertEquals(XA_OK, client.start(session, xid, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", text));
        assertEquals(XA_OK, client.end(session, xid, TMSUCCESS));
    }

    private List<String> visible() throws Exception {
        FrameClient reader = broker.client();
        long consumer = reader.consumer(reader.session(SessionMode.CLIENT), "q", 100);
        List<String> texts = reader.texts(consumer);
        reader.disconnect();
        return texts;
    }

    @Test
    void shouldCommitInTwoPhasesAndAnswerARepeatedCommit() throws Exception {
        sendInBranch(A, "a");
        assertEquals(List.of(), visible());
        assertEquals(XA_OK, client.prepare(A));
        assertEquals(List.of(A), client.recover());
        assertEquals(List.of(), visible());
        assertEquals(XA_OK, client.commit(A, false));
        assertEquals(List.of("a"), visible());
        assertEquals(XA_OK, client.commit(A, false));
        assertEquals(XA_OK, client.commit(A, false));
        assertEquals(XAER_NOTA, client.rollback(A));
        assertEquals(List.of(), client.recover());
        assertEquals(List.of("a"), visible());
        broker.crash();
        client = broker.client();
        assertEquals(XA_OK, client.commit(A, false), "the outcome survives");
        assertEquals(XAER_NOTA, client.rollback(A));
    }

    @Test
    void shouldAllowACompletedXidToStartAgain() throws Exception {
        sendInBranch(A, "a");
        assertEquals(XA_OK, client.commit(A, true));
        sendInBranch(A, "b");
        assertEquals(XA_OK, client.rollback(A));
        assertEquals(XA_OK, client.rollback(A));
        assertEquals(XAER_NOTA, client.commit(A, false));
        assertEquals(List.of("a"), visible());
    }

    @Test
    void shouldRefuseCallsOutOfTurn() {
        assertEquals(XAER_INVAL, client.start(session, A, TMFAIL));
        assertEquals(XAER_NOTA, client.start(session, A, TMJOIN));
        assertEquals(XAER_NOTA, client.start(session, A, TMRESUME));
        assertEquals(XAER_NOTA, client.end(session, A, TMSUCCESS));
        assertEquals(XAER_NOTA, client.prepare(A));
        assertEquals(XAER_NOTA, client.commit(A, true));
        assertEquals(XAER_NOTA, client.rollback(A));
        assertEquals(XAER_NOTA, client.forget(A));
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        assertEquals(XAER_PROTO, client.start(session, B, TMNOFLAGS));
        assertEquals(XAER_PROTO, client.prepare(A));
        assertEquals(XAER_PROTO, client.commit(A, true));
        assertEquals(XAER_PROTO, client.commit(A, false));
        assertEquals(XAER_PROTO, client.rollback(A));
        client.send(session, client.tx(session), Messages.of("q", "a"));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS), "tolerated");
        assertEquals(XAER_DUPID, client.start(session, A, TMNOFLAGS));
        assertEquals(XAER_PROTO, client.commit(A, false));
        assertEquals(XA_OK, client.prepare(A));
        assertEquals(XAER_PROTO, client.prepare(A));
        assertEquals(XAER_PROTO, client.commit(A, true));
        assertEquals(XAER_PROTO, client.start(session, A, TMJOIN));
        assertEquals(XAER_DUPID, client.start(session, A, TMNOFLAGS));
        assertEquals(XAER_PROTO, client.forget(A));
        assertEquals(List.of(A), client.recover(), "still intact");
        assertEquals(XA_OK, client.rollback(A));
    }

    @Test
    void shouldVoteReadOnlyWithoutWork() {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        long before = broker.journal.appendedPosition();
        assertEquals(XA_RDONLY, client.prepare(A));
        assertEquals(before, broker.journal.appendedPosition());
        assertEquals(XAER_NOTA, client.prepare(A));
    }

    @Test
    void shouldPrepareABranchOfNonPersistentWorkAndLoseItWithTheProcess() throws Exception {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "a").nonPersistent());
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        assertEquals(XA_OK, client.prepare(A));
        broker.crash();
        client = broker.client();
        assertEquals(List.of(A), client.recover());
        assertEquals(XA_OK, client.commit(A, false));
        assertEquals(List.of(), visible());
    }

    @Test
    void shouldSuspendAndResumeAndWorkForAnotherBranchBetween() throws Exception {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "a1"));
        long txA = client.tx(session);
        assertEquals(XA_OK, client.end(session, A, TMSUSPEND));
        client.refused(
                ErrorCode.TRANSACTION_ROLLED_BACK,
                id -> client.message(id, session, txA, Messages.of("q", "stray")));
        sendInBranch(B, "b");
        assertEquals(XAER_PROTO, client.prepare(A));
        assertEquals(XAER_PROTO, client.rollback(A));
        assertEquals(XA_OK, client.start(session, A, TMRESUME));
        client.send(session, client.tx(session), Messages.of("q", "a2"));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        assertEquals(XA_OK, client.commit(B, true));
        assertEquals(XA_OK, client.commit(A, true));
        assertEquals(List.of("b", "a1", "a2"), visible());
    }

    @Test
    void shouldSpanSessionsByJoinAndRefuseToPrepareWhileOneIsOpen() throws Exception {
        FrameClient second = broker.client();
        long joined = second.session(SessionMode.XA);
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        assertEquals(XA_OK, second.start(joined, A, TMJOIN));
        client.send(session, client.tx(session), Messages.of("q", "1"));
        second.send(joined, second.tx(joined), Messages.of("q", "2"));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        assertEquals(XAER_PROTO, client.prepare(A));
        assertEquals(XA_OK, second.end(joined, A, TMSUCCESS));
        FrameClient third = broker.client();
        assertEquals(XA_OK, third.prepare(A), "by a connection that took no part");
        assertEquals(XA_OK, third.commit(A, false));
        assertEquals(List.of("1", "2"), visible());
    }

    @Test
    void shouldOnlyRollBackAfterAnEndAsFailed() throws Exception {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "a"));
        assertEquals(XA_OK, client.end(session, A, TMFAIL));
        assertEquals(XAER_PROTO, client.commit(A, false));
        assertEquals(XA_RBROLLBACK, client.start(session, A, TMJOIN));
        assertEquals(XA_RBROLLBACK, client.prepare(A));
        assertEquals(XA_OK, client.rollback(A), "the same outcome again");
        assertEquals(XAER_NOTA, client.commit(A, false));
        assertEquals(List.of(), visible());
    }

    @Test
    void shouldTimeOutAnActiveBranchAndAnswerSoUntilItIsRolledBack() throws Exception {
        client.done(id -> new Request.XaTimeout(id, session, 5));
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "a"));
        broker.clockMs.addAndGet(5_001);
        await().until(() -> depth() == 0);
        client.refused(
                ErrorCode.TRANSACTION_ROLLED_BACK,
                id -> client.message(id, session, client.tx(session), Messages.of("q", "b")));
        assertEquals(XAER_PROTO, client.rollback(A), "the association is still open");
        assertEquals(XA_RBTIMEOUT, client.end(session, A, TMSUCCESS));
        assertEquals(XA_RBTIMEOUT, client.prepare(A));
        assertEquals(XAER_NOTA, client.prepare(A));
        assertEquals(List.of(), visible());
    }

    @Test
    void shouldTimeOutAnIdleBranchGivingItsMessageBackButNeverAPreparedOne() throws Exception {
        client.send(session, "q", "a");
        client.done(id -> new Request.XaTimeout(id, session, 5));
        long consumer = client.consumer(session, "q", 1);
        Event.Deliver delivery = client.next();
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.acknowledge(session, client.tx(session), delivery);
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        sendInBranch(B, "b");
        assertEquals(XA_OK, client.prepare(B));
        client.tell(new Request.Credit(consumer, 1));
        broker.clockMs.addAndGet(86_400_000);
        Event.Deliver again = client.next();
        assertEquals(2, again.deliveries());
        assertEquals(XA_RBTIMEOUT, client.commit(A, true));
        assertEquals(List.of(B), client.recover());
        assertEquals(XA_OK, client.commit(B, false));
    }

    @Test
    void shouldRefuseANegativeTimeout() {
        assertEquals(XAER_INVAL, client.xa(id -> new Request.XaTimeout(id, session, -1)));
    }

    @Test
    void shouldMakeBranchesOfALostConnectionRollbackOnlyAndKeepPreparedOnes() throws Exception {
        sendInBranch(A, "prepared");
        assertEquals(XA_OK, client.prepare(A));
        sendInBranch(B, "idle");
        XidValue active = new XidValue(7, new byte[] {9}, new byte[0]);
        assertEquals(XA_OK, client.start(session, active, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "active"));
        client.close();
        FrameClient manager = broker.client();
        assertEquals(List.of(A), manager.recover());
        assertEquals(XA_RBROLLBACK, manager.commit(B, true));
        assertEquals(XA_RBROLLBACK, manager.prepare(active));
        assertEquals(XA_OK, manager.commit(A, false));
        assertEquals(List.of("prepared"), visible());
    }

    @Test
    void shouldKeepAnIdleBranchWhenItsConnectionIsClosedInOrder() throws Exception {
        sendInBranch(A, "idle");
        assertEquals(XA_OK, client.start(session, B, TMNOFLAGS));
        client.send(session, client.tx(session), Messages.of("q", "associated"));
        client.disconnect();
        FrameClient manager = broker.client();
        assertEquals(XA_OK, manager.prepare(A));
        assertEquals(XA_OK, manager.commit(A, false));
        assertEquals(XA_RBROLLBACK, manager.commit(B, true));
        assertEquals(List.of("idle"), visible());
    }

    @Test
    void shouldFailABranchWhoseSessionIsClosedWhileAssociatedOrSuspended() throws Exception {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        assertEquals(XA_OK, client.end(session, A, TMSUSPEND));
        assertEquals(XA_OK, client.start(session, B, TMNOFLAGS));
        client.done(id -> new Request.CloseSession(id, session));
        assertEquals(XA_RBROLLBACK, client.prepare(A));
        assertEquals(XA_RBROLLBACK, client.prepare(B));
    }

    @Test
    void shouldSettleAPreparedReceiveAfterACrash() throws Exception {
        client.send(session, "q", "a", "b", "c");
        client.consumer(session, "q", 2);
        Event.Deliver a = client.next();
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.acknowledge(session, client.tx(session), a);
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        assertEquals(XA_OK, client.prepare(A));
        broker.crash();
        client = broker.client();
        assertEquals(List.of(A), client.recover());
        assertEquals(List.of("b", "c"), visible());
        assertEquals(XA_OK, client.rollback(A));
        assertEquals(List.of("a", "b", "c"), visible(), "in its old place");
        long reader = client.session(SessionMode.AUTO);
        client.consumer(reader, "q", 1);
        assertEquals(2, client.next().deliveries());
    }

    @Test
    void shouldPresumeAbortOfAnUnpreparedBranchAfterACrashAndCountItsReceive() throws Exception {
        client.send(session, "q", "a");
        client.consumer(session, "q", 1);
        Event.Deliver a = client.next();
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        client.acknowledge(session, client.tx(session), a);
        client.send(session, client.tx(session), Messages.of("q", "never"));
        assertEquals(XA_OK, client.end(session, A, TMSUCCESS));
        client.send(session, "other", "forces what came before");
        broker.crash();
        client = broker.client();
        assertEquals(List.of(), client.recover());
        assertEquals(XAER_NOTA, client.prepare(A));
        client.consumer(client.session(SessionMode.AUTO), "q", 5);
        assertEquals(2, client.next().deliveries());
        assertEquals(List.of(), List.copyOf(client.deliveries));
    }

    private long depth() {
        return FrameClient.await(
                        broker.broker().inspect(io.ternmq.broker.state.BrokerState::queueDepths))
                .getOrDefault("q", 0L);
    }

    @Test
    void shouldNotCommitAnAcknowledgementOfWhatIsNotOpen() {
        assertEquals(XA_OK, client.start(session, A, TMNOFLAGS));
        String reason =
                client.refused(
                        ErrorCode.ILLEGAL_STATE,
                        id ->
                                new Request.Acknowledge(
                                        id, session, client.tx(session), List.of(42L)));
        assertTrue(reason.contains("delivery 42"), reason);
        assertEquals(XA_RBROLLBACK, client.end(session, A, TMSUCCESS));
        assertEquals(XA_RBROLLBACK, client.prepare(A));
    }
}
