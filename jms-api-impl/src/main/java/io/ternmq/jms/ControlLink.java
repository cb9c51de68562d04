package io.ternmq.jms;

import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import jakarta.jms.JMSException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own for transaction managers that decide a branch after the connection it was
 * worked on was closed. Opened by the first of such calls and closed when the last one under way
 * has its answer, so nothing is left behind.
 *
 * <p>Threadsafe.
 */
final class ControlLink {

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private @Nullable Link link;
    private int calls;

    ControlLink(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    Result call(LongFunction<Request> request) throws JMSException {
        Link open = acquire();
        try {
            return open.beginCall(request).awaitAny();
        } finally {
            release();
        }
    }

    private synchronized Link acquire() throws JMSException {
        Link open = link;
        if (open == null || !open.isAlive()) {
            // It has no client id, which is the closed connection's own.
            open = Link.open(url, user, password, null);
            link = open;
        }
        calls++;
        return open;
    }

    private synchronized void release() throws JMSException {
        calls--;
        Link open = link;
        if (calls == 0 && open != null) {
            link = null;
            open.disconnect();
        }
    }
}
