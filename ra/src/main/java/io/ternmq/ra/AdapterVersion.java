package io.ternmq.ra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this adapter, as the build wrote it beside the classes. */
final class AdapterVersion {

    private static final String RESOURCE = "version.properties";

    private AdapterVersion() {}

    static String get() {
        try (InputStream in = AdapterVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        RESOURCE + " is missing beside the adapter's classes; rebuild the archive");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
