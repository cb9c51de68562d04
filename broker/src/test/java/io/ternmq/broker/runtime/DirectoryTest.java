package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.BrokerException;
import io.ternmq.broker.EmbeddedBroker;
import io.ternmq.wire.BrokerUrl;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.Transports;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and URLs that cannot be used: each error names the value and the remedy. */
class DirectoryTest {

    @TempDir Path directory;

    private static TransportException refused(String url) {
        return assertThrows(
                TransportException.class,
                () ->
                        Transports.provider("embedded", DirectoryTest.class.getClassLoader())
                                .connect(BrokerUrl.parse(url), event -> {}));
    }

    @Test
    void shouldNameADirectoryThatIsAFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        for (Path path : List.of(file, file.resolve("below"))) {
            BrokerException refused =
                    assertThrows(BrokerException.class, () -> EmbeddedBroker.builder(path).build());
            assertTrue(refused.getMessage().contains("'" + path + "'"), refused.getMessage());
            assertTrue(refused.getMessage().contains("may write to"), refused.getMessage());
        }
        assertTrue(refused("embedded:" + file).getMessage().contains("may write to"));
    }

    @Test
    void shouldNameOptionsAndValuesOfAUrlThatItDoesNotKnow() {
        String option = refused("embedded:" + directory + "?lingr=3").getMessage();
        assertTrue(option.contains("'lingr'") && option.contains("linger"), option);
        for (String value : List.of("-1", "x", "86401", "")) {
            String linger = refused("embedded:" + directory + "?linger=" + value).getMessage();
            assertTrue(linger.contains("'" + value + "'"), linger);
            assertTrue(linger.contains("0 to 86400"), linger);
        }
        assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse("embedded:"));
        assertThrows(IllegalArgumentException.class, () -> BrokerUrl.parse("nothing"));
        assertTrue(refused("embedded:a\u0000b").getMessage().contains("not a directory name"));
    }

    @Test
    void shouldNameADirectoryThatAnotherClassLoaderOfThisJvmHolds() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (EmbeddedBroker mine = EmbeddedBroker.builder(directory).build();
                URLClassLoader other =
                        new URLClassLoader(
                                urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> theirs = other.loadClass(EmbeddedBroker.class.getName());
            Object builder = theirs.getMethod("builder", Path.class).invoke(null, directory);
            InvocationTargetException thrown =
                    assertThrows(
                            InvocationTargetException.class,
                            () -> builder.getClass().getMethod("build").invoke(builder));
            String message = String.valueOf(thrown.getCause().getMessage());
            assertEquals(BrokerException.class.getName(), thrown.getCause().getClass().getName());
            assertTrue(message.contains(directory.toRealPath().toString()), message);
            assertTrue(message.contains("JVM"), message);
            mine.createQueue("well");
        }
    }

    @Test
    void shouldNameADirectoryThatAnotherProcessHolds() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("--add-"))
                        .toList());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> said = new ArrayList<>();
            String line = out.readLine();
            while (line != null && !line.equals("open")) {
                said.add(line);
                line = out.readLine();
            }
            assertEquals("open", line, said::toString);
            BrokerException refused =
                    assertThrows(
                            BrokerException.class, () -> EmbeddedBroker.builder(directory).build());
            assertTrue(
                    refused.getMessage().contains(directory.toRealPath().toString()),
                    refused.getMessage());
            assertTrue(refused.getMessage().contains("process"), refused.getMessage());
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (EmbeddedBroker after = EmbeddedBroker.builder(directory).build()) {
            assertEquals(List.of("q"), List.copyOf(after.queueDepths().keySet()));
        }
    }

    /** The other process: holds a directory until it is killed. */
    static final class Holder {

        private Holder() {}

        @SuppressWarnings("SystemOut") // its only way to tell that it is ready
        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.builder(Path.of(arguments[0])).build();
            broker.createQueue("q");
            System.out.println("open");
            System.in.read();
        }
    }
}
