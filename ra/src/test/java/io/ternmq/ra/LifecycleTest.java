package io.ternmq.ra;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.jms.TernQueue;
import io.ternmq.ra.container.Beans;
import io.ternmq.ra.container.SmallContainer;
import jakarta.jms.JMSContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleTest {

    @TempDir Path directory;

    /** Collects the log of our classes. */
    private static final class Log extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("io.ternmq");
        final List<String> lines = new CopyOnWriteArrayList<>();

        Log() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }

        long count(String id) {
            return lines.stream().filter(line -> line.startsWith(id)).count();
        }
    }

    @Test
    void shouldLogItsStartAndTheBrokersWithoutAnyUse() throws Exception {
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(directory.toString());
        try (Log log = new Log();
                SmallContainer container = new SmallContainer()) {
            adapter.start(container);
            assertEquals(1, log.count("TERN0401"));
            assertTrue(
                    log.lines.stream()
                            .anyMatch(
                                    line ->
                                            line.startsWith("TERN0401")
                                                    && line.contains(directory.toString())
                                                    && line.contains(AdapterVersion.get())),
                    log.lines.toString());
            await().atMost(20, TimeUnit.SECONDS).until(() -> log.count("TERN0001") == 1);
            adapter.stop();
        }
    }

    @Test
    void shouldKnowItsVersion() {
        assertTrue(AdapterVersion.get().matches("\\d+\\.\\d+\\.\\d+.*"), AdapterVersion.get());
    }

    @Test
    void shouldRefuseToStartTwice() throws Exception {
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(directory.toString());
        try (SmallContainer container = new SmallContainer()) {
            adapter.start(container);
            assertThrows(ResourceAdapterInternalException.class, () -> adapter.start(container));
            adapter.stop();
            adapter.stop();
        }
    }

    @Test
    void shouldRefuseWrongTimeouts() throws Exception {
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(directory.toString());
        adapter.setConnectTimeout(0L);
        try (SmallContainer container = new SmallContainer()) {
            ResourceAdapterInternalException e =
                    assertThrows(
                            ResourceAdapterInternalException.class, () -> adapter.start(container));
            assertTrue(e.getMessage().contains("connectTimeout is 0"), e.getMessage());
        }
    }

    @Test
    void shouldShareTheBrokerOfADirectoryBetweenInstances() throws Exception {
        TernResourceAdapter one = new TernResourceAdapter();
        TernResourceAdapter two = new TernResourceAdapter();
        one.setDataDirectory(directory.toString());
        two.setDataDirectory(directory.toString());
        assertEquals(one, two);
        assertEquals(one.hashCode(), two.hashCode());
        try (SmallContainer container = new SmallContainer()) {
            one.start(container);
            two.start(container);
            TernManagedConnectionFactory factory = new TernManagedConnectionFactory();
            factory.setResourceAdapter(two);
            one.stop();
            factory.createManagedConnection(null, null).destroy();
            two.stop();
            assertThrows(
                    ResourceException.class, () -> factory.createManagedConnection(null, null));
        }
        two.setUser("other");
        assertNotEquals(one, two);
    }

    /** Row: broker down at activation. */
    @Test
    void shouldActivateWhileTheBrokerIsDownAndDeliverWhenItComes() throws Exception {
        Path place = directory.resolve("place");
        Files.createFile(place);
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(place.toString());
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Log log = new Log();
                SmallContainer container = new SmallContainer()) {
            adapter.start(container);
            TernActivationSpec spec = new TernActivationSpec();
            spec.setDestination("in");
            Beans beans = new Beans(container.transactions(), true, message -> seen.add("message"));
            adapter.endpointActivation(beans, spec);
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> log.count("TERN0402") > 0 && log.count("TERN0421") > 0);
            TernManagedConnectionFactory factory = new TernManagedConnectionFactory();
            factory.setResourceAdapter(adapter);
            ResourceException e =
                    assertThrows(
                            ResourceException.class,
                            () -> factory.createManagedConnection(null, null));
            assertTrue(e.getMessage().contains(place.toString()), e.getMessage());
            Files.delete(place);
            try (JMSContext client =
                    new TernConnectionFactory("embedded:" + place).createContext()) {
                client.createProducer().send(new TernQueue("in"), "a");
                await().atMost(30, TimeUnit.SECONDS).until(() -> seen.size() == 1);
            }
            adapter.stop();
            assertEquals(1, log.count("TERN0421"), "said once per outage");
        }
    }

    @Test
    void shouldRefuseAnEndpointThatIsActiveAlready() throws Exception {
        TernResourceAdapter adapter = new TernResourceAdapter();
        adapter.setDataDirectory(directory.toString());
        try (SmallContainer container = new SmallContainer()) {
            adapter.start(container);
            TernActivationSpec spec = new TernActivationSpec();
            spec.setDestination("in");
            Beans beans = new Beans(container.transactions(), true, message -> {});
            adapter.endpointActivation(beans, spec);
            assertThrows(ResourceException.class, () -> adapter.endpointActivation(beans, spec));
            adapter.endpointDeactivation(beans, spec);
            adapter.endpointActivation(beans, spec);
            adapter.stop();
        }
    }
}
