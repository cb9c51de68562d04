package io.ternmq.jms;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Makes a message of another class, as another provider's would be. */
final class ForeignProxy {

    private ForeignProxy() {}

    static <T> T of(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
