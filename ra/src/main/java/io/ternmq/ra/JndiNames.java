package io.ternmq.ra;

import io.ternmq.jms.TernQueue;
import io.ternmq.ra.link.BrokerLogin;
import io.ternmq.ra.outbound.HandleFactory;
import jakarta.jms.Destination;
import jakarta.jms.Queue;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** Looks up what an activation spec names, on the thread of the activation. */
final class JndiNames {

    private JndiNames() {}

    /** The destination of an activation, by its name or from JNDI. */
    static Destination destination(
            @Nullable String name, @Nullable String lookup, @Nullable String type)
            throws ResourceException {
        if (name != null) {
            return new TernQueue(name);
        }
        Object found = lookUp("destinationLookup", String.valueOf(lookup));
        if (!(found instanceof Queue queue)) {
            throw new NotSupportedException(
                    "destinationLookup '"
                            + lookup
                            + "' is a "
                            + found.getClass().getName()
                            + "; this version delivers from queues: bind an io.ternmq.jms.TernQueue"
                            + " there");
        }
        return queue;
    }

    /** The broker of a connection factory in JNDI; the adapter's own if none is named. */
    static BrokerLogin broker(@Nullable String lookup, BrokerLogin adapters)
            throws ResourceException {
        if (lookup == null) {
            return adapters;
        }
        Object found = lookUp("connectionFactoryLookup", lookup);
        if (found instanceof HandleFactory factory
                && factory.connectionFactory() instanceof TernManagedConnectionFactory managed) {
            return managed.login();
        }
        throw new NotSupportedException(
                "connectionFactoryLookup '"
                        + lookup
                        + "' is a "
                        + found.getClass().getName()
                        + "; name a connection factory of this adapter, for example"
                        + " java:/jms/TernXA, or leave it out");
    }

    // The names come from a deployment's descriptors, which may name any class of theirs anyway.
    @SuppressWarnings("BanJNDI")
    private static Object lookUp(String property, String name) throws ResourceException {
        try {
            Object found = InitialContext.doLookup(name);
            if (found == null) {
                throw new NotSupportedException(property + " '" + name + "' is bound to null");
            }
            return found;
        } catch (NamingException e) {
            throw new NotSupportedException(
                    property + " '" + name + "' cannot be looked up: " + e, e);
        }
    }
}
