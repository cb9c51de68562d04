package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a TernXAResource adds to the calls that it passes on, and that it passes them on. */
class TernXAResourceTest {

    private static final XidValue XID = new XidValue(1, new byte[] {1}, new byte[] {2});
    private static final int ALL = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

    private final InMemoryResourceManager manager = new InMemoryResourceManager();
    private final InMemoryResourceManager.Session session = manager.open();
    private final TernXAResource resource = new TernXAResource(session);

    /** One call with this Xid. */
    @FunctionalInterface
    interface Call {
        void make(XAResource resource, Xid xid) throws XAException;
    }

    static Stream<Call> callsWithAnXid() {
        return Stream.of(
                (r, x) -> r.start(x, XAResource.TMNOFLAGS),
                (r, x) -> r.end(x, XAResource.TMSUCCESS),
                (r, x) -> r.prepare(x),
                (r, x) -> r.commit(x, false),
                (r, x) -> r.commit(x, true),
                (r, x) -> r.rollback(x),
                (r, x) -> r.forget(x));
    }

    static Stream<Call> allCalls() {
        return Stream.concat(
                callsWithAnXid(),
                Stream.of(
                        (r, x) -> r.recover(XAResource.TMSTARTRSCAN),
                        (r, x) -> r.setTransactionTimeout(5)));
    }

    @ParameterizedTest
    @MethodSource("callsWithAnXid")
    void shouldRefuseANullXidWithInval(Call call) {
        assertCode(XAException.XAER_INVAL, () -> call.make(resource, null));
    }

    @ParameterizedTest
    @MethodSource("callsWithAnXid")
    void shouldRefuseTheNullFormatWithInval(Call call) {
        Xid nobody =
                new Xid() {
                    @Override
                    public int getFormatId() {
                        return -1;
                    }

                    @Override
                    public byte[] getGlobalTransactionId() {
                        return new byte[1];
                    }

                    @Override
                    public byte[] getBranchQualifier() {
                        return new byte[1];
                    }
                };
        assertCode(XAException.XAER_INVAL, () -> call.make(resource, nobody));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                XAResource.TMSUCCESS,
                XAResource.TMSUSPEND,
                XAResource.TMJOIN | XAResource.TMRESUME,
                1,
                Integer.MIN_VALUE
            })
    void shouldRefuseOtherStartFlagsWithInval(int flags) {
        assertCode(XAException.XAER_INVAL, () -> resource.start(XID, flags));
        assertEquals(BranchState.UNKNOWN, manager.state(XID));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                XAResource.TMNOFLAGS,
                XAResource.TMJOIN,
                XAResource.TMSUCCESS | XAResource.TMFAIL,
                1,
                Integer.MIN_VALUE
            })
    void shouldRefuseOtherEndFlagsWithInval(int flags) throws XAException {
        resource.start(XID, XAResource.TMNOFLAGS);
        assertCode(XAException.XAER_INVAL, () -> resource.end(XID, flags));
        assertEquals(BranchState.ACTIVE, manager.state(XID));
    }

    @Test
    void shouldCarryABranchThroughTwoPhases() throws XAException {
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.end(XID, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_OK, resource.prepare(XID));
        assertEquals(BranchState.PREPARED, manager.state(XID));
        // Through any resource of the same manager, even one that is busy with another branch.
        TernXAResource other = new TernXAResource(manager.open());
        other.start(new XidValue(1, new byte[] {9}, new byte[] {9}), XAResource.TMNOFLAGS);
        other.commit(XID, false);
        assertEquals(BranchState.UNKNOWN, manager.state(XID));
    }

    @Test
    void shouldAnswerTimeoutAndHeuristicWithTheBrokersOwnCode() throws XAException {
        resource.start(XID, XAResource.TMNOFLAGS);
        manager.timeOut(XID);
        assertCode(XAException.XA_RBTIMEOUT, () -> resource.end(XID, XAResource.TMSUCCESS));
        assertCode(XAException.XA_RBTIMEOUT, () -> resource.prepare(XID));
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.end(XID, XAResource.TMSUCCESS);
        resource.prepare(XID);
        manager.decideHeuristically(XID, XAException.XA_HEURCOM);
        assertCode(XAException.XA_HEURCOM, () -> resource.rollback(XID));
        assertEquals(BranchState.HEURISTIC, manager.state(XID));
        resource.forget(XID);
        assertEquals(BranchState.UNKNOWN, manager.state(XID));
    }

    @Test
    void shouldListEverythingInDoubtWhenAScanStartsAndNothingElse() throws XAException {
        assertArrayEquals(new Xid[0], resource.recover(XAResource.TMSTARTRSCAN));
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.end(XID, XAResource.TMSUCCESS);
        resource.prepare(XID);
        XidValue live = new XidValue(1, new byte[] {7}, new byte[0]);
        resource.start(live, XAResource.TMNOFLAGS);

        assertArrayEquals(new Xid[] {XID}, resource.recover(XAResource.TMSTARTRSCAN));
        assertArrayEquals(new Xid[] {XID}, resource.recover(ALL));
        assertArrayEquals(new Xid[0], resource.recover(XAResource.TMENDRSCAN));
        assertArrayEquals(new Xid[0], resource.recover(XAResource.TMNOFLAGS));
        assertCode(XAException.XAER_INVAL, () -> resource.recover(ALL | XAResource.TMJOIN));
        assertCode(XAException.XAER_INVAL, () -> resource.recover(1));
        resource.end(live, XAResource.TMSUCCESS);
    }

    @Test
    void shouldReturnTheTimeoutThatWasSet() throws XAException {
        assertEquals(0, resource.getTransactionTimeout());
        assertTrue(resource.setTransactionTimeout(17));
        assertEquals(17, resource.getTransactionTimeout());
        assertEquals(17, session.timeoutSeconds);
        assertCode(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));
        assertEquals(17, resource.getTransactionTimeout());
        assertTrue(resource.setTransactionTimeout(0));
        assertEquals(0, resource.getTransactionTimeout());
    }

    @ParameterizedTest
    @MethodSource("allCalls")
    void shouldTurnARuntimeExceptionIntoRmfail(Call call) {
        RuntimeException bug = new IllegalStateException("the line was cut");
        XAException e = assertCode(XAException.XAER_RMFAIL, () -> call.make(failing(bug), XID));
        assertSame(bug, e.getCause());
        assertTrue(e.getMessage().contains("the line was cut"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("allCalls")
    void shouldNeverAnswerWithErrorCodeZero(Call call) {
        XAException zero = new XAException("no code");
        XAException e = assertCode(XAException.XAER_RMFAIL, () -> call.make(failing(zero), XID));
        assertSame(zero, e.getCause());
    }

    @ParameterizedTest
    @MethodSource("allCalls")
    void shouldPassTheBrokersOwnExceptionOn(Call call) {
        XAException broker = XaErrors.exception(XAException.XA_RETRY, "later");
        TernXAResource failing = failing(broker);
        assertSame(broker, assertThrows(XAException.class, () -> call.make(failing, XID)));
    }

    @Test
    void shouldNotKeepATimeoutThatTheBrokerDidNotTake() {
        TernXAResource failing = failing(new IllegalStateException("gone"));
        assertCode(XAException.XAER_RMFAIL, () -> failing.setTransactionTimeout(9));
        assertEquals(0, failing.getTransactionTimeout());
    }

    @Test
    void shouldRefuseAVoteThatIsNone() throws XAException {
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.end(XID, XAResource.TMSUCCESS);
        session.vote = 42;
        assertCode(XAException.XAER_RMFAIL, () -> resource.prepare(XID));
    }

    @ParameterizedTest
    @MethodSource("allCalls")
    void shouldAnswerEveryCallWithRmfailWhenTheBrokerCannotBeReached(Call call) {
        Exception cause = new java.io.IOException("refused");
        FailedXAResource failed = new FailedXAResource("no broker at tern://there:1", cause);
        XAException e = assertCode(XAException.XAER_RMFAIL, () -> call.make(failed, XID));
        assertEquals("no broker at tern://there:1", e.getMessage());
        assertSame(cause, e.getCause());
        assertCode(XAException.XAER_RMFAIL, failed::getTransactionTimeout);
        assertCode(XAException.XAER_RMFAIL, () -> failed.recover(XAResource.TMENDRSCAN));
        assertDoesNotThrow(() -> failed.isSameRM(resource));
    }

    private static XAException assertCode(int code, Executable call) {
        XAException e = assertInstanceOf(XAException.class, assertThrows(Exception.class, call));
        assertEquals(XaErrors.name(code), XaErrors.name(e.errorCode));
        return e;
    }

    private TernXAResource failing(Exception fault) {
        session.fault = fault;
        return resource;
    }
}
