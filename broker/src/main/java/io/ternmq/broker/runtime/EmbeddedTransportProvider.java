package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.wire.BrokerUrl;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.TransportProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Connects to {@code embedded:<directory>[?linger=<seconds>]}: a broker in this JVM. */
public final class EmbeddedTransportProvider implements TransportProvider {

    @Override
    public String scheme() {
        return "embedded";
    }

    @Override
    public Transport connect(BrokerUrl url, EventHandler handler) throws TransportException {
        long lingerMs = BrokerRegistry.DEFAULT_LINGER_MS;
        for (Map.Entry<String, String> option : url.options().entrySet()) {
            if (!option.getKey().equals("linger")) {
                throw new TransportException(
                        "option '"
                                + option.getKey()
                                + "' of an embedded broker URL is unknown; linger is the only one");
            }
            lingerMs = linger(option.getValue());
        }
        try {
            return BrokerRegistry.instance()
                    .connect(Path.of(url.address()), Settings.defaults(), lingerMs, handler);
        } catch (BrokerException e) {
            throw new TransportException(e.getMessage(), e);
        } catch (InvalidPathException e) {
            throw new TransportException(
                    "'" + url.address() + "' is not a directory name: " + e.getReason(), e);
        }
    }

    private static long linger(String value) throws TransportException {
        try {
            long seconds = Long.parseLong(value);
            if (seconds >= 0 && seconds <= 86_400) {
                return seconds * 1000;
            }
        } catch (NumberFormatException e) {
            throw new TransportException(lingerMessage(value), e);
        }
        throw new TransportException(lingerMessage(value));
    }

    private static String lingerMessage(String value) {
        return "linger is '" + value + "'; give seconds from 0 to 86400";
    }
}
