package io.ternmq.examples.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * What a run is told by system properties.
 *
 * @param orders how many orders of the data file to post
 * @param kills how often to kill the server
 * @param clients how many clients post at a time
 * @param seed decides the moments of the kills
 * @param database {@code h2} or {@code postgresql}
 * @param wildfly the unpacked server; it is read, never written
 * @param kit the server script that comes with the resource adapter
 * @param archives what to deploy, in this order
 * @param scripts the folder of the application's own server scripts
 * @param target where the server runs and the evidence stays; emptied at the start
 */
record Settings(
        int orders,
        int kills,
        int clients,
        long seed,
        String database,
        Path wildfly,
        Path kit,
        List<Path> archives,
        Path scripts,
        Path target) {

    static Settings fromSystemProperties() {
        String seed = text("seed", "");
        Settings settings =
                new Settings(
                        number("orders", 10_000),
                        number("kills", 5),
                        number("clients", 16),
                        seed.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(seed),
                        text("database", "h2"),
                        path("demo.wildfly"),
                        path("demo.kit"),
                        paths("demo.archives"),
                        path("demo.scripts"),
                        Path.of(text("demo.target", "target/demo")).toAbsolutePath());
        if (settings.clients < 1) {
            throw new IllegalArgumentException(
                    "-Dclients=" + settings.clients + " must be 1 or more");
        }
        return settings;
    }

    private static int number(String name, int byDefault) {
        String value = text(name, Integer.toString(byDefault));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + name + "=" + value + " is not a number", e);
        }
    }

    private static String text(String name, String byDefault) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? byDefault : value.strip();
    }

    private static Path path(String name) {
        Path path = Path.of(text(name, "(-D" + name + " is not set)")).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("-D" + name + ": there is no " + path);
        }
        return path.normalize();
    }

    private static List<Path> paths(String name) {
        return List.of(text(name, "(-D" + name + " is not set)").split(",")).stream()
                .map(one -> Path.of(one.strip()).toAbsolutePath().normalize())
                .peek(
                        one -> {
                            if (!Files.exists(one)) {
                                throw new IllegalArgumentException(
                                        "-D" + name + ": there is no " + one + "; build it first");
                            }
                        })
                .toList();
    }
}
