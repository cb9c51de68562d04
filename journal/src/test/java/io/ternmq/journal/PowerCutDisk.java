package io.ternmq.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A disk that keeps only what was forced: beside the real files it writes an image in which each
 * file has the content of its last force, and is there at all only if its directory was forced
 * since. That is the least a power cut must leave; the image is valid at any moment, also when the
 * process that writes it is killed.
 */
public final class PowerCutDisk implements ForcePolicy {

    private final Path root;
    private final Path image;
    private final Map<Object, byte[]> forced = new HashMap<>();
    private final Map<Path, Object> names = new HashMap<>();
    private int forces;

    /**
     * @param root the journal's directory
     * @param image where what a power cut leaves is kept
     */
    public PowerCutDisk(Path root, Path image) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
        this.image = Files.createDirectories(image);
    }

    /** How many forces it has seen. */
    public synchronized int forces() {
        return forces;
    }

    @Override
    public synchronized void force(FileChannel channel, Path path) throws IOException {
        DEVICE.force(channel, path);
        if (isReserved(path)) {
            return;
        }
        forces++;
        Path real = path.toRealPath();
        if (!real.startsWith(root)) {
            return;
        }
        if (Files.isDirectory(real)) {
            publish(real);
        } else {
            Object key = key(real);
            forced.put(key, Files.readAllBytes(real));
            for (Map.Entry<Path, Object> name : names.entrySet()) {
                if (name.getValue().equals(key)) {
                    write(name.getKey());
                }
            }
        }
    }

    private void publish(Path directory) throws IOException {
        Set<Path> found = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = root.relativize(entry);
                if (Files.isDirectory(entry)) {
                    publishDirectory(name);
                } else if (Files.isRegularFile(entry) && !isReserved(entry)) {
                    found.add(name);
                    Object key = key(entry);
                    if (!key.equals(names.put(name, key))) {
                        write(name);
                    }
                }
            }
        }
        Path at = root.relativize(directory);
        for (Path name : Set.copyOf(names.keySet())) {
            Path parent = root.resolve(name).getParent();
            if (parent != null && root.relativize(parent).equals(at) && !found.contains(name)) {
                names.remove(name);
                Files.deleteIfExists(image.resolve(name.toString()));
            }
        }
    }

    private void publishDirectory(Path name) throws IOException {
        Path target = image.resolve(name.toString());
        if (Files.isDirectory(target)) {
            return;
        }
        Files.createDirectories(target);
        for (Path inside : names.keySet()) {
            if (inside.startsWith(name)) {
                write(inside);
            }
        }
    }

    private void write(Path name) throws IOException {
        Path target = image.resolve(name.toString());
        Path fresh = image.resolveSibling(image.getFileName() + ".write");
        Files.write(fresh, forced.getOrDefault(names.get(name), new byte[0]));
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Its own directory's entry was never forced: the file is unreachable.
            Files.delete(fresh);
        }
    }

    /** Holds nothing but zeros, and another thread renames it at any time. */
    private static boolean isReserved(Path path) {
        return path.toString().endsWith(ReservedSpace.SUFFIX);
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }
}
