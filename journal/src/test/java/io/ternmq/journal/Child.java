package io.ternmq.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class of these tests in a JVM of its own. */
final class Child {

    static final List<String> FLAGS =
            ChronicleEnvironment.PACKAGES.stream()
                    .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                    .toList();

    private Child() {}

    static String classPath() {
        String path = System.getProperty("surefire.test.class.path");
        return path != null ? path : System.getProperty("java.class.path", "");
    }

    /** With the two flags, and then these. */
    static Process start(Class<?> main, List<String> flags, Object... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(FLAGS);
        all.addAll(flags);
        return startBare(main, all, arguments);
    }

    static Process startBare(Class<?> main, List<String> flags, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classPath(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Everything that it prints. */
    static String run(Class<?> main, Path directory) throws Exception {
        return output(start(main, List.of(), directory));
    }

    static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static BufferedReader lines(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
