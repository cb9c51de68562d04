package io.ternmq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {

    @Test
    void shouldTakeTheConfiguredDirectoryFirst() throws Exception {
        Map<String, String> server = Map.of("jboss.server.data.dir", "/srv/data");
        assertEquals(Path.of("/var/tern"), DataDirectory.resolve(" /var/tern ", server::get));
    }

    @Test
    void shouldTakeTheServersDirectoryOtherwise() throws Exception {
        assertEquals(
                Path.of("/srv/data/tern"),
                DataDirectory.resolve(null, Map.of("jboss.server.data.dir", "/srv/data")::get));
        assertEquals(
                Path.of("/payara/tern"),
                DataDirectory.resolve("  ", Map.of("com.sun.aas.instanceRoot", "/payara")::get));
        assertEquals(
                Path.of("/liberty/tern"),
                DataDirectory.resolve(null, Map.of("server.output.dir", "/liberty")::get));
    }

    @Test
    void shouldSayWhatToSetWhenNothingTells() {
        ResourceAdapterInternalException e =
                assertThrows(
                        ResourceAdapterInternalException.class,
                        () -> DataDirectory.resolve(null, name -> null));
        assertTrue(e.getMessage().contains("jboss.server.data.dir"), e.getMessage());
        assertTrue(e.getMessage().contains("set the adapter's property dataDirectory"));
    }
}
