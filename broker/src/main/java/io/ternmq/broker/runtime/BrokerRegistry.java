package io.ternmq.broker.runtime;

import io.ternmq.broker.BrokerException;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The brokers that this JVM has open, by the real path of their directory. A broker that nobody
 * owns closes when it has had no user for its linger time.
 *
 * <p>Threadsafe; opening one directory does not hold up another. A shutdown hook closes what is
 * open when the JVM ends, but for brokers that do not linger: their last user closes those.
 */
public final class BrokerRegistry {

    /** 30 s. */
    public static final long DEFAULT_LINGER_MS = 30_000;

    private static final BrokerRegistry REGISTRY = new BrokerRegistry();

    private final ConcurrentHashMap<Path, RegisteredBroker> brokers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor linger;

    private BrokerRegistry() {
        linger =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "tern-linger");
                            thread.setDaemon(true);
                            thread.setContextClassLoader(BrokerRegistry.class.getClassLoader());
                            return thread;
                        });
        linger.setKeepAliveTime(1, TimeUnit.SECONDS);
        linger.allowCoreThreadTimeOut(true);
        linger.setRemoveOnCancelPolicy(true);
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "tern-shutdown"));
    }

    /** The one of this class loader. */
    public static BrokerRegistry instance() {
        return REGISTRY;
    }

    /** Joins the broker of the directory, or opens it first. */
    public Transport connect(
            Path directory, Settings settings, long lingerMs, EventHandler handler) {
        return entry(directory).connect(settings, lingerMs, handler);
    }

    /**
     * Opens the broker of the directory for an owner, who closes it.
     *
     * @param join whether a broker that is open already will do
     */
    public Lease open(Path directory, Settings settings, boolean join) {
        return entry(directory).open(settings, join);
    }

    /** A hold on an open broker. */
    public interface Lease extends AutoCloseable {

        RunningBroker broker();

        /** Closes the broker if this lease opened it; else lets it go. A second call is silent. */
        @Override
        void close();
    }

    private RegisteredBroker entry(Path directory) {
        Path real;
        try {
            Files.createDirectories(directory);
            real = directory.toRealPath();
        } catch (IOException e) {
            throw new BrokerException(
                    "TERN0005 the data directory '"
                            + directory.toAbsolutePath()
                            + "' cannot be created or read ("
                            + e
                            + "); give a directory that this process may write to",
                    e);
        }
        return brokers.computeIfAbsent(real, path -> new RegisteredBroker(path, linger));
    }

    private void closeAll() {
        List.copyOf(brokers.values()).forEach(RegisteredBroker::closeAtShutdown);
    }
}
