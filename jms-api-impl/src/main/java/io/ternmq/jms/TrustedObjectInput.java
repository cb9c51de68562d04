package io.ternmq.jms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Reads one serialized object, of trusted classes only. Classes are looked for with the context
 * class loader of the reading thread, then with ours.
 */
final class TrustedObjectInput extends ObjectInputStream {

    private final TrustedPackages trusted;
    private @Nullable String refused;

    TrustedObjectInput(byte[] bytes, TrustedPackages trusted) throws IOException {
        super(new ByteArrayInputStream(bytes));
        this.trusted = trusted;
        setObjectInputFilter(trusted.filter(bytes.length, what -> refused = what));
    }

    /** What was not trusted, or null if nothing was refused yet. */
    @Nullable String refused() {
        return refused;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
            throws IOException, ClassNotFoundException {
        String name = description.getName();
        int dimensions = name.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            check(name);
        } else if (name.charAt(dimensions) == 'L') {
            check(name.substring(dimensions + 1, name.length() - 1));
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            try {
                return Class.forName(name, false, context);
            } catch (ClassNotFoundException e) {
                // Then it may be one of ours, or of a primitive type.
                return resolveWithOurs(name, description);
            }
        }
        return resolveWithOurs(name, description);
    }

    private Class<?> resolveWithOurs(String name, ObjectStreamClass description)
            throws IOException, ClassNotFoundException {
        try {
            return Class.forName(name, false, TrustedObjectInput.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return super.resolveClass(description);
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces)
            throws IOException, ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : TrustedObjectInput.class.getClassLoader();
        Class<?>[] types = new Class<?>[interfaces.length];
        for (int i = 0; i < interfaces.length; i++) {
            check(interfaces[i]);
            types[i] = Class.forName(interfaces[i], false, loader);
        }
        // A proxy class is made by the JDK in a package of its own; its handler is checked as any.
        return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null).getClass();
    }

    private void check(String className) throws InvalidClassException {
        if (!trusted.trusts(className)) {
            refused = "class " + className;
            throw new InvalidClassException(className, "is not trusted");
        }
    }
}
