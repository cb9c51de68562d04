package io.ternmq.journal.tests;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of these tests in a JVM of its own, with the flags of this one. */
public final class Children {

    private static final String LOGGING = "java.util.logging.config.file";

    private Children() {}

    /** Where classes are found. */
    public static String classPath() {
        String path = System.getProperty("surefire.test.class.path");
        return path != null ? path : System.getProperty("java.class.path", "");
    }

    /** Starts it; what it writes to its error stream goes to the file. */
    public static Process start(Class<?> main, Path errors, Object... arguments)
            throws IOException {
        return start(main, List.of(), errors, arguments);
    }

    /** The same with classes that are found first. */
    public static Process start(
            Class<?> main, List<Path> firstClasses, Path errors, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        List<String> path = new ArrayList<>();
        firstClasses.forEach(classes -> path.add(classes.toString()));
        path.add(classPath());
        command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(
                List.of(
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + errors + ".crash",
                        "-D" + LOGGING + "=" + System.getProperty(LOGGING, ""),
                        "-cp",
                        String.join(File.pathSeparator, path),
                        main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }
}
