package io.ternmq.xa;

/** The XAResource of a session. */
public final class TernXAResource {

    private TernXAResource() {}
}
