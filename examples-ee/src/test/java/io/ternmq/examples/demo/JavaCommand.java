package io.ternmq.examples.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines that the server's own start scripts would run, without the shell between: so
 * the process that is killed is the server.
 */
final class JavaCommand {

    private static final List<String> SERVER_EXPORTS =
            List.of(
                    "java.desktop/sun.awt",
                    "java.naming/com.sun.jndi.ldap",
                    "java.naming/com.sun.jndi.url.ldap",
                    "java.naming/com.sun.jndi.url.ldaps",
                    "jdk.naming.dns/com.sun.jndi.dns");

    private static final List<String> SERVER_OPENS =
            List.of(
                    "java.base/java.lang",
                    "java.base/java.lang.invoke",
                    "java.base/java.lang.reflect",
                    "java.base/java.io",
                    "java.base/java.net",
                    "java.base/java.security",
                    "java.base/java.util",
                    "java.base/java.util.concurrent",
                    "java.management/javax.management",
                    "java.naming/javax.naming");

    private JavaCommand() {}

    static List<String> server(Path wildfly, Path base, List<String> properties) {
        List<String> command =
                new ArrayList<>(List.of(java(), "-D[Standalone]", "-Xms64m", "-Xmx512m"));
        SERVER_EXPORTS.forEach(name -> command.add("--add-exports=" + name + "=ALL-UNNAMED"));
        SERVER_OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
        command.addAll(
                List.of(
                        "-Djava.net.preferIPv4Stack=true",
                        "-Djava.awt.headless=true",
                        "-Dorg.jboss.logmanager.nocolor=true",
                        "-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"),
                        "-Dlogging.configuration=file:"
                                + base.resolve("configuration/logging.properties")));
        command.addAll(modules(wildfly, "org.jboss.as.standalone"));
        command.add("-Djboss.home.dir=" + wildfly);
        command.add("-Djboss.server.base.dir=" + base);
        command.addAll(properties);
        return List.copyOf(command);
    }

    /** The command needs JBOSS_HOME in its environment. */
    static List<String> cli(Path wildfly, Path base, Path script) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java(),
                                "-Djboss.server.base.dir=" + base,
                                "-Dorg.jboss.logmanager.nocolor=true",
                                "-Dlogging.configuration=file:"
                                        + wildfly.resolve("bin/jboss-cli-logging.properties")));
        command.addAll(modules(wildfly, "org.jboss.as.cli"));
        command.add("--file=" + script);
        return List.copyOf(command);
    }

    private static List<String> modules(Path wildfly, String main) {
        return List.of(
                "-jar",
                wildfly.resolve("jboss-modules.jar").toString(),
                "-mp",
                wildfly.resolve("modules").toString(),
                main);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
