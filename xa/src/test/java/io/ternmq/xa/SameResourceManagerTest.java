package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** isSameRM: what a transaction manager joins on. */
class SameResourceManagerTest {

    private final InMemoryResourceManager manager = new InMemoryResourceManager();
    private final TernXAResource one = new TernXAResource(manager.open());
    private final TernXAResource two = new TernXAResource(manager.open());
    private final TernXAResource foreign = new TernXAResource(new InMemoryResourceManager().open());

    @Test
    void shouldBeTheSameExactlyOnTheSameJournal() throws XAException {
        assertTrue(one.isSameRM(one));
        assertTrue(one.isSameRM(two));
        assertTrue(two.isSameRM(one));
        assertFalse(one.isSameRM(foreign));
        assertFalse(foreign.isSameRM(one));
    }

    @Test
    void shouldSeeThroughWrappers() throws XAException {
        assertTrue(one.isSameRM(new JBossWrapper(two)));
        assertTrue(one.isSameRM(new JBossWrapper(new UnwrapWrapper(new JBossWrapper(two)))));
        assertTrue(one.isSameRM(new HiddenWrapper(two)));
        assertFalse(one.isSameRM(new JBossWrapper(foreign)));
    }

    @Test
    void shouldBeFalseForWhatItDoesNotKnow() throws XAException {
        assertFalse(one.isSameRM(null));
        assertFalse(one.isSameRM(new Plain()));
        assertFalse(one.isSameRM(new JBossWrapper(null)));
        assertFalse(one.isSameRM(new JBossWrapper(new Plain())));
        assertFalse(one.isSameRM(new ThrowingWrapper(new IllegalStateException("closed"))));
        assertFalse(one.isSameRM(new ThrowingWrapper(new AssertionError("worse"))));
        assertFalse(one.isSameRM(new OtherGetResource()));
    }

    @Test
    void shouldComeToAnEndInsideARingOfWrappers() throws XAException {
        UnwrapWrapper first = new UnwrapWrapper(null);
        UnwrapWrapper second = new UnwrapWrapper(first);
        first.inner = second;
        assertFalse(one.isSameRM(first));
        UnwrapWrapper itself = new UnwrapWrapper(null);
        itself.inner = itself;
        assertFalse(one.isSameRM(itself));
    }

    @Test
    void shouldLookNoDeeperThanTheLimit() throws XAException {
        XAResource wrapped = two;
        for (int i = 0; i < Wrappers.MAX_DEPTH; i++) {
            wrapped = new UnwrapWrapper(wrapped);
        }
        assertTrue(one.isSameRM(wrapped));
        assertFalse(one.isSameRM(new UnwrapWrapper(wrapped)));
    }

    @Test
    void shouldBeOnlyItselfWhenTheBrokerCannotBeReached() throws XAException {
        FailedXAResource failed = new FailedXAResource("unreachable", null);
        assertTrue(failed.isSameRM(failed));
        assertFalse(failed.isSameRM(new FailedXAResource("unreachable", null)));
        assertFalse(failed.isSameRM(one));
        assertFalse(one.isSameRM(failed));
    }

    /** The shape of JBoss's and IronJacamar's interface. */
    public interface ResourceHolder extends XAResource {
        XAResource getResource();
    }

    public static class JBossWrapper extends Plain implements ResourceHolder {
        private final XAResource inner;

        JBossWrapper(XAResource inner) {
            this.inner = inner;
        }

        @Override
        public XAResource getResource() {
            return inner;
        }
    }

    /** Not public itself: reachable through its interface alone. */
    private static final class HiddenWrapper extends Plain implements ResourceHolder {
        private final XAResource inner;

        HiddenWrapper(XAResource inner) {
            this.inner = inner;
        }

        @Override
        public XAResource getResource() {
            return inner;
        }
    }

    public static final class UnwrapWrapper extends Plain {
        private XAResource inner;

        UnwrapWrapper(XAResource inner) {
            this.inner = inner;
        }

        public XAResource unwrap() {
            return inner;
        }
    }

    public static final class ThrowingWrapper extends Plain implements ResourceHolder {
        private final Throwable failure;

        ThrowingWrapper(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public XAResource getResource() {
            throw sneaky(failure);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
            throw (T) t;
        }
    }

    /** The name of a wrapper's method, with another meaning. */
    public static final class OtherGetResource extends Plain {
        public String getResource() {
            throw new AssertionError("must not be called");
        }
    }

    /** A resource that is asked nothing. */
    public static class Plain implements XAResource {
        @Override
        public void start(Xid xid, int flags) throws XAException {
            throw asked();
        }

        @Override
        public void end(Xid xid, int flags) throws XAException {
            throw asked();
        }

        @Override
        public int prepare(Xid xid) throws XAException {
            throw asked();
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            throw asked();
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            throw asked();
        }

        @Override
        public void forget(Xid xid) throws XAException {
            throw asked();
        }

        @Override
        public Xid[] recover(int flag) throws XAException {
            throw asked();
        }

        @Override
        public boolean isSameRM(XAResource other) throws XAException {
            throw asked();
        }

        @Override
        public boolean setTransactionTimeout(int seconds) throws XAException {
            throw asked();
        }

        @Override
        public int getTransactionTimeout() throws XAException {
            throw asked();
        }

        private static XAException asked() {
            return XaErrors.exception(XAException.XAER_RMERR, "asked");
        }
    }
}
