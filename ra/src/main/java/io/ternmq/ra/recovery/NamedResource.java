package io.ternmq.ra.recovery;

import javax.transaction.xa.XAResource;

/**
 * Gives a resource the JNDI name under which the server recovers the same broker.
 *
 * <p>A transaction manager of the Narayana kind keeps its log record of a transaction whose last
 * commit it did not see answered, until recovery has reached a resource of the record's JNDI name
 * and found the branch gone. Without a name that record stays for ever. The name is told through an
 * interface of the server's; where there is none, the resource is used as it is.
 */
public final class NamedResource {

    /** The connection factory that the archive always declares, recoverable. */
    public static final String JNDI_NAME = "java:/jms/TernXA";

    private static final boolean NAMES_ARE_KNOWN = namesAreKnown();

    private NamedResource() {}

    /** The resource with its name, or the resource itself where the server knows no such names. */
    public static XAResource of(XAResource resource) {
        return NAMES_ARE_KNOWN ? new WildFlyResource(resource) : resource;
    }

    private static boolean namesAreKnown() {
        try {
            Class<?> found =
                    Class.forName(
                            "org.jboss.tm.XAResourceWrapper",
                            false,
                            NamedResource.class.getClassLoader());
            return found.isInterface();
        } catch (ClassNotFoundException e) {
            return false; // another kind of server
        }
    }
}
