package io.ternmq.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A context whose work belongs to the branch that its XAResource is associated with. */
final class TernXaContext extends TernContext implements XAJMSContext {

    private TernXaContext(TernConnection connection) {
        super(connection, TernConnection::createXASession);
    }

    static XAJMSContext open(Failures.Call<TernConnection> connecting) {
        return Failures.unchecked(() -> new TernXaContext(connecting.run()));
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return Failures.unchecked(() -> ((TernXaSession) session()).getXAResource());
    }
}
