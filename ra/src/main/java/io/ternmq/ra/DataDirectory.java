package io.ternmq.ra;

import jakarta.resource.spi.ResourceAdapterInternalException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the directory of the embedded broker: the property, or a place in the server's data. */
final class DataDirectory {

    /** System properties in which a server says where its data is, in the order of asking. */
    private static final String[] SERVER_PROPERTIES = {
        "jboss.server.data.dir", "com.sun.aas.instanceRoot", "server.output.dir"
    };

    private DataDirectory() {}

    /**
     * @param configured the property {@code dataDirectory}, or null
     * @param properties the system properties
     * @throws ResourceAdapterInternalException if nothing says where, or the name is no path
     */
    static Path resolve(@Nullable String configured, Function<String, @Nullable String> properties)
            throws ResourceAdapterInternalException {
        if (configured != null && !configured.isBlank()) {
            return path(configured.trim());
        }
        for (String name : SERVER_PROPERTIES) {
            String directory = properties.apply(name);
            if (directory != null && !directory.isBlank()) {
                return path(directory).resolve("tern");
            }
        }
        throw new ResourceAdapterInternalException(
                "the resource adapter does not know where to keep its journal: none of the system"
                        + " properties "
                        + String.join(", ", SERVER_PROPERTIES)
                        + " is set; set the adapter's property dataDirectory");
    }

    private static Path path(String name) throws ResourceAdapterInternalException {
        try {
            return Path.of(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ResourceAdapterInternalException(
                    "the data directory '" + name + "' is no path: " + e.getReason(), e);
        }
    }
}
