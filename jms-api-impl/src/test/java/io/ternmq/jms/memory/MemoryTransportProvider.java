package io.ternmq.jms.memory;

import io.ternmq.wire.BrokerUrl;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportProvider;

/** Connects to {@code memory:<name>}. */
public final class MemoryTransportProvider implements TransportProvider {

    @Override
    public String scheme() {
        return "memory";
    }

    @Override
    public Transport connect(BrokerUrl url, EventHandler handler) {
        return MemoryBroker.named(url.address()).connect(handler);
    }
}
