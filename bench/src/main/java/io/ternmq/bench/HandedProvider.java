package io.ternmq.bench;

import io.ternmq.wire.BrokerUrl;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.TransportProvider;
import io.ternmq.wire.Transports;

/**
 * The same as {@code embedded:}, but no caller runs the loop: each frame is handed to the loop's
 * own thread, whether its sender waits or not. What {@code embedded:} is compared with.
 */
public final class HandedProvider implements TransportProvider {

    static final String SCHEME = "handed";

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Transport connect(BrokerUrl url, EventHandler handler) throws TransportException {
        Transport embedded =
                Transports.provider("embedded", HandedProvider.class.getClassLoader())
                        .connect(new BrokerUrl("embedded", url.address(), url.options()), handler);
        return new Transport() {
            @Override
            public void send(Request request) throws TransportException {
                embedded.send(request);
            }

            @Override
            public void close() {
                embedded.close();
            }
        };
    }
}
