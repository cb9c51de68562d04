package io.ternmq.ra.recovery;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Gives a resource the JNDI name under which the server recovers the same broker.
 *
 * <p>A transaction manager of the Narayana kind keeps its log record of a transaction whose last
 * commit it did not see answered, until recovery has reached a resource of the record's JNDI name
 * and found the branch gone. Without a name that record stays for ever. The name is told through
 * the server's own interface, which is looked for, so that the archive needs no jar of the
 * server's; where there is none the resource is used as it is.
 *
 * <p>Immutable and threadsafe, as far as the resource is.
 */
public final class NamedResource implements InvocationHandler {

    /** The connection factory that the archive always declares, recoverable. */
    public static final String JNDI_NAME = "java:/jms/TernXA";

    private static final @Nullable Class<?> WRAPPER = wrapper();

    private final XAResource resource;
    private final Map<String, Object> answers;

    private NamedResource(XAResource resource) {
        this.resource = resource;
        this.answers =
                Map.of(
                        "getResource",
                        resource,
                        "getProductName",
                        "TernMQ",
                        "getProductVersion",
                        "3.1",
                        "getJndiName",
                        JNDI_NAME);
    }

    /** The resource with its name, or the resource itself where the server knows no such names. */
    public static XAResource of(XAResource resource) {
        Class<?> wrapper = WRAPPER;
        if (wrapper == null) {
            return resource;
        }
        return (XAResource)
                Proxy.newProxyInstance(
                        wrapper.getClassLoader(),
                        new Class<?>[] {wrapper, XAResource.class},
                        new NamedResource(resource));
    }

    private static @Nullable Class<?> wrapper() {
        try {
            return Class.forName(
                    "org.jboss.tm.XAResourceWrapper", false, NamedResource.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null; // another kind of server
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (arguments == null || arguments.length == 0) {
            Object answer = answers.get(method.getName());
            if (answer != null) {
                return answer;
            }
        }
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        try {
            return method.invoke(resource, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
