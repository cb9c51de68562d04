package io.ternmq.ra.outbound;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A browser in an application's hands. Single-threaded as its session is. */
final class BrowserHandle implements QueueBrowser {

    private final SessionHandle session;
    private final Bound<QueueBrowser> browser;
    private volatile boolean closed;

    BrowserHandle(SessionHandle session, Bound.Maker<QueueBrowser> maker) throws JMSException {
        this.session = session;
        this.browser = session.bind(maker);
        physical();
    }

    private QueueBrowser physical() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the browser is closed; create another");
        }
        return browser.on(session.physical());
    }

    @Override
    public Queue getQueue() throws JMSException {
        return physical().getQueue();
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        return physical().getMessageSelector();
    }

    @Override
    public Enumeration<?> getEnumeration() throws JMSException {
        return physical().getEnumeration();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.drop(browser);
        }
    }
}
