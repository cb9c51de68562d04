package io.ternmq.ra.recovery;

import javax.transaction.xa.XAResource;

/**
 * Gives a resource the JNDI name under which the server recovers the same broker.
 *
 * <p>A transaction manager of the Narayana kind keeps its log record of a transaction whose last
 * commit it did not see answered, until recovery has reached a resource of the record's JNDI name
 * and found the branch gone. Without a name that record stays for ever. The name is told through
 * the server's own interface, which is looked for, so that the archive needs no jar of the
 * server's; where there is none the resource is used as it is.
 */
public final class NamedResource {

    /** The connection factory that the archive always declares, recoverable. */
    public static final String JNDI_NAME = "java:/jms/TernXA";

    private static final boolean SERVER_TAKES_NAMES = serverTakesNames();

    private NamedResource() {}

    /** The resource with its name, or the resource itself where the server knows no such names. */
    public static XAResource of(XAResource resource) {
        return SERVER_TAKES_NAMES ? new JBossNamedResource(resource) : resource;
    }

    private static boolean serverTakesNames() {
        try {
            Class.forName(
                    "org.jboss.tm.XAResourceWrapper", false, NamedResource.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false; // another kind of server
        }
    }
}
