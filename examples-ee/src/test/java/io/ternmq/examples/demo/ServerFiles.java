package io.ternmq.examples.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server's files of one run: a base directory of its own beside the unpacked server, which
 * stays as it came. Configuration runs the same scripts that a reader would run by hand.
 */
final class ServerFiles {

    private static final Duration SCRIPT_TIMEOUT = Duration.ofMinutes(3);

    private final Settings settings;
    private final Path base;

    private ServerFiles(Settings settings) {
        this.settings = settings;
        this.base = settings.target().resolve("server");
    }

    /** Empties the target folder and puts a configured server there. */
    static ServerFiles create(Settings settings, Database database)
            throws IOException, InterruptedException {
        delete(settings.target());
        ServerFiles files = new ServerFiles(settings);
        Files.createDirectories(files.logs());
        copy(settings.wildfly().resolve("standalone"), files.base);
        database.install(files.base);
        files.run(settings.kit());
        files.run(settings.scripts().resolve(database.script()));
        files.run(files.deployment());
        return files;
    }

    Path base() {
        return base;
    }

    Path data() {
        return base.resolve("data");
    }

    Path logs() {
        return settings.target().resolve("logs");
    }

    private Path deployment() throws IOException {
        String lines =
                settings.archives().stream()
                        .map(archive -> "deploy " + archive)
                        .collect(Collectors.joining("\n"));
        Path script = settings.target().resolve("deploy.cli");
        return Files.writeString(
                script,
                "embed-server --server-config=standalone.xml --std-out=discard\n"
                        + lines
                        + "\nstop-embedded-server\n");
    }

    private void run(Path script) throws IOException, InterruptedException {
        List<String> command = JavaCommand.cli(settings.wildfly(), base, script);
        File log = logs().resolve("cli-" + script.getFileName() + ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("JBOSS_HOME", settings.wildfly().toString());
        Process process = builder.start();
        if (!process.waitFor(SCRIPT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(script + " did not end in " + SCRIPT_TIMEOUT + "; see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s failed with %d:%n%s"
                            .formatted(
                                    script, process.exitValue(), Files.readString(log.toPath())));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
