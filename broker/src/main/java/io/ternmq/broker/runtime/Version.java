package io.ternmq.broker.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this broker, as the build wrote it. */
final class Version {

    private Version() {}

    static String text() {
        Properties properties = new Properties();
        try (InputStream in =
                Version.class.getResourceAsStream("/io/ternmq/broker/version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
