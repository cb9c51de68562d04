package io.ternmq.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes, mounted in a directory of the test. */
public final class SmallDisk implements AutoCloseable {

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Skips the test where nothing can be mounted. */
    public static SmallDisk mount(Path root, String size) throws Exception {
        Files.createDirectories(root);
        String refused =
                run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", root.toString());
        Assumptions.assumeTrue(
                refused.isEmpty(),
                "skipped, needs the right to mount a file system of limited size: " + refused);
        return new SmallDisk(root);
    }

    public Path root() {
        return root;
    }

    private static String run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = Child.output(process).strip();
            return process.exitValue() == 0 ? "" : output + " (" + process.exitValue() + ")";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws Exception {
        String refused = run("umount", root.toString());
        if (!refused.isEmpty()) {
            // A mapping that the garbage collector has not met yet may still hold it.
            refused = run("umount", "-l", root.toString());
        }
        if (!refused.isEmpty()) {
            throw new IOException("cannot unmount " + root + ": " + refused);
        }
    }
}
