package io.ternmq.jms;

import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The classes that an ObjectMessage may be made of: java.lang's values and String always (and what
 * every enum, collection and proxy is made of: Enum, Object, Proxy), and those of the listed
 * packages and the packages below them; {@code *} is every class.
 *
 * <p>Immutable.
 */
final class TrustedPackages {

    private static final Set<String> ALWAYS =
            Set.of(
                    "java.lang.Boolean",
                    "java.lang.Byte",
                    "java.lang.Character",
                    "java.lang.Double",
                    "java.lang.Enum",
                    "java.lang.Float",
                    "java.lang.Integer",
                    "java.lang.Long",
                    "java.lang.Number",
                    "java.lang.Object",
                    "java.lang.Short",
                    "java.lang.String",
                    "java.lang.reflect.Proxy");

    private final Set<String> packages = new LinkedHashSet<>();
    private final boolean all;

    /** From a comma-separated list; null or empty lists nothing. */
    TrustedPackages(@Nullable String list) {
        for (String entry : (list == null ? "" : list).split(",", -1)) {
            String name = entry.strip();
            if (!name.isEmpty()) {
                packages.add(name.endsWith(".*") ? name.substring(0, name.length() - 2) : name);
            }
        }
        all = packages.contains("*");
    }

    /** Whether an object of this class, or an array of such, may be made. */
    boolean trusts(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (Proxy.isProxyClass(element)) {
            // It is made here, of its interfaces; its handler is an object like any other.
            return Arrays.stream(element.getInterfaces()).allMatch(this::trusts);
        }
        return element.isPrimitive() || trusts(element.getName());
    }

    /** The same for a class that is not loaded yet, by its binary name. */
    boolean trusts(String className) {
        if (all || ALWAYS.contains(className)) {
            return true;
        }
        int dot = className.lastIndexOf('.');
        while (dot > 0) {
            if (packages.contains(className.substring(0, dot))) {
                return true;
            }
            dot = className.lastIndexOf('.', dot - 1);
        }
        return false;
    }

    /**
     * A filter that enforces this list, and that no array claims more elements than a stream of
     * that many bytes could hold; the filter of the JVM stays in force.
     *
     * @param refused is told what is refused
     */
    ObjectInputFilter filter(int streamBytes, Consumer<String> refused) {
        long mostElements = Math.max(1024L, 4L * streamBytes);
        ObjectInputFilter ours =
                info -> {
                    if (info.arrayLength() > mostElements) {
                        refused.accept("an array of " + info.arrayLength() + " elements");
                        return ObjectInputFilter.Status.REJECTED;
                    }
                    Class<?> type = info.serialClass();
                    if (type == null) {
                        return ObjectInputFilter.Status.UNDECIDED;
                    }
                    if (trusts(type)) {
                        return ObjectInputFilter.Status.ALLOWED;
                    }
                    refused.accept("class " + type.getTypeName());
                    return ObjectInputFilter.Status.REJECTED;
                };
        return ObjectInputFilter.merge(ours, ObjectInputFilter.Config.getSerialFilter());
    }
}
