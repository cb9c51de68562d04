package io.ternmq.ra.outbound;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;

/** The refusals of Jakarta Messaging 3.1, section 12.2: what an application server forbids. */
final class Forbidden {

    private Forbidden() {}

    static IllegalStateException call(String method, String remedy) {
        return new IllegalStateException(text(method, remedy));
    }

    static IllegalStateRuntimeException unchecked(String method, String remedy) {
        return new IllegalStateRuntimeException(text(method, remedy));
    }

    private static String text(String method, String remedy) {
        return method
                + " is not allowed in an application server (Jakarta Messaging 3.1, section 12.2); "
                + remedy;
    }
}
