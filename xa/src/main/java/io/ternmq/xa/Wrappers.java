package io.ternmq.xa;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * Looks inside the wrappers that containers and transaction managers put around an XAResource,
 * without knowing their classes: through a public method without arguments that is declared to give
 * an XAResource, under one of the names in use.
 *
 * <p>Stateless, for any thread. A wrapper that does not open is no wrapper; it never throws.
 */
final class Wrappers {

    /** More wrappers around each other than anyone uses; ends a ring of them. */
    static final int MAX_DEPTH = 8;

    private static final Logger LOG = System.getLogger(Wrappers.class.getName());

    // getResource: XAResourceWrapper of JBoss, WildFly and IronJacamar.
    private static final List<String> OPENERS =
            List.of("getResource", "getXAResource", "getDelegate", "unwrap");

    private Wrappers() {}

    /** The resource of that type, or the first one inside, or null. */
    static <T extends XAResource> @Nullable T find(Class<T> type, @Nullable XAResource resource) {
        XAResource candidate = resource;
        for (int depth = 0; candidate != null && depth <= MAX_DEPTH; depth++) {
            if (type.isInstance(candidate)) {
                return type.cast(candidate);
            }
            candidate = open(candidate);
        }
        return null;
    }

    private static @Nullable XAResource open(XAResource wrapper) {
        try {
            for (String name : OPENERS) {
                Method method = method(wrapper, wrapper.getClass(), name);
                if (method != null && method.invoke(wrapper) instanceof XAResource inner) {
                    return inner == wrapper ? null : inner;
                }
            }
        } catch (InvocationTargetException e) {
            // Also what is no Exception: a foreign wrapper's trouble must not end our caller.
            LOG.log(Level.DEBUG, () -> "TERN0201 cannot look into " + wrapper.getClass(), e);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, () -> "TERN0201 cannot look into " + wrapper.getClass(), e);
        }
        return null;
    }

    // A wrapper's class is often not public; its interface is, and is what may be called.
    private static @Nullable Method method(
            XAResource wrapper, @Nullable Class<?> type, String name) {
        if (type == null) {
            return null;
        }
        if (Modifier.isPublic(type.getModifiers())) {
            for (Method method : type.getDeclaredMethods()) {
                if (opens(method, name) && method.canAccess(wrapper)) {
                    return method;
                }
            }
        }
        for (Class<?> parent : type.getInterfaces()) {
            Method method = method(wrapper, parent, name);
            if (method != null) {
                return method;
            }
        }
        return method(wrapper, type.getSuperclass(), name);
    }

    private static boolean opens(Method method, String name) {
        return method.getName().equals(name)
                && method.getParameterCount() == 0
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && XAResource.class.isAssignableFrom(method.getReturnType());
    }
}
