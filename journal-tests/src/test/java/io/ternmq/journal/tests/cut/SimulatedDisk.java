package io.ternmq.journal.tests.cut;

import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.tests.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a power cut may leave of a directory. At each force, and whenever it is told to, it
 * looks at all files; so it has the versions that every page, length and directory entry had since
 * its last force, and builds images of them. It forces nothing really: the machine stays on.
 *
 * <p>Beside the directory it keeps a second name for every file that it saw, so that no number of a
 * deleted file is given to a new one. Any thread; the hook runs on the thread that forces, before
 * the force counts.
 */
final class SimulatedDisk implements ForcePolicy, AutoCloseable {

    /** Sees each force before it counts. */
    @FunctionalInterface
    interface Hook {
        /**
         * @return false to leave this force out
         */
        boolean before(Path path) throws IOException;
    }

    private final Path root;
    private final Path links;
    private final @Nullable Hook hook;
    private final Map<Object, DiskFile> files = new HashMap<>();
    private final Map<Path, List<Map<String, Object>>> directories = new TreeMap<>();

    /**
     * What is in the directory now is durable.
     *
     * @param hook sees each force with everything as it is then; without one a force looks at
     *     nothing but what is forced
     */
    SimulatedDisk(Path root, @Nullable Hook hook) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
        this.links = Files.createDirectories(root.resolveSibling(root.getFileName() + ".links"));
        this.hook = hook;
        observe();
        files.values().forEach(DiskFile::force);
        directories.values().forEach(SimulatedDisk::keepNewest);
    }

    @Override
    public void force(FileChannel channel, Path path) throws IOException {
        if (hook != null) {
            observe();
            if (!hook.before(path)) {
                return;
            }
        }
        Path real = path.toRealPath();
        if (real.startsWith(root)) {
            forced(real);
        }
    }

    private synchronized void forced(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            observe(path, new HashSet<>(), false);
            keepNewest(directories.getOrDefault(path, new ArrayList<>()));
        } else {
            observeFile(path, new TreeMap<>());
            files.getOrDefault(key(path), new DiskFile(new byte[0])).force();
        }
    }

    private static void keepNewest(List<Map<String, Object>> versions) {
        if (versions.size() > 1) {
            versions.subList(0, versions.size() - 1).clear();
        }
    }

    /** Looks at everything. */
    synchronized void observe() throws IOException {
        Set<Path> found = new HashSet<>();
        observe(root, found, true);
        for (Map.Entry<Path, List<Map<String, Object>>> directory : directories.entrySet()) {
            if (!found.contains(directory.getKey())) {
                addVersion(directory.getValue(), new TreeMap<>());
            }
        }
    }

    private static void addVersion(
            List<Map<String, Object>> versions, Map<String, Object> entries) {
        if (!versions.get(versions.size() - 1).equals(entries)) {
            versions.add(entries);
        }
    }

    private void observe(Path directory, Set<Path> found, boolean deep) throws IOException {
        found.add(directory);
        Map<String, Object> entries = new TreeMap<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (Files.isDirectory(entry)) {
                    entries.put(entry.getFileName().toString(), entry);
                    if (deep) {
                        observe(entry, found, true);
                    }
                } else {
                    observeFile(entry, entries);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        addVersion(
                directories.computeIfAbsent(
                        directory, path -> new ArrayList<>(List.of(new TreeMap<>()))),
                entries);
    }

    private void observeFile(Path entry, Map<String, Object> entries) throws IOException {
        try {
            Object key = key(entry);
            DiskFile file = files.get(key);
            if (file == null) {
                Files.createLink(links.resolve(Integer.toString(files.size())), entry);
                file = new DiskFile(new byte[0]);
                files.put(key, file);
            }
            file.observe(Files.readAllBytes(entry));
            entries.put(entry.getFileName().toString(), key);
        } catch (NoSuchFileException e) {
            // Renamed or deleted by the thread that reserves space; the next look sees what came.
            entries.remove(entry.getFileName().toString());
        }
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (key == null) {
            throw new IOException("the file system of " + file + " gives files no identity");
        }
        return key;
    }

    /** Builds one image of what a power cut may leave now. The target must not exist. */
    synchronized void build(Path target, Choice choice) throws IOException {
        if (choice.needsRehearsal()) {
            build(root, null, choice);
            choice.rehearsed();
        }
        build(root, target, choice);
    }

    private void build(Path directory, @Nullable Path target, Choice choice) throws IOException {
        if (target != null) {
            Files.createDirectories(target);
        }
        List<Map<String, Object>> versions =
                directories.getOrDefault(directory, List.of(new TreeMap<>()));
        for (Map.Entry<String, Object> entry : entries(versions, choice).entrySet()) {
            Path inside = target == null ? null : target.resolve(entry.getKey());
            if (entry.getValue() instanceof Path subdirectory) {
                build(subdirectory, inside, choice);
            } else {
                byte[] image = files.get(entry.getValue()).image(choice);
                if (inside != null) {
                    Files.write(inside, image);
                }
            }
        }
    }

    private static Map<String, Object> entries(List<Map<String, Object>> versions, Choice choice) {
        if (versions.size() < 2 || !choice.unordered()) {
            return versions.get(choice.of(versions.size()));
        }
        Set<String> names = new TreeSet<>();
        versions.forEach(version -> names.addAll(version.keySet()));
        Map<String, Object> mixed = new TreeMap<>();
        for (String name : names) {
            List<Object> states = new ArrayList<>();
            for (Map<String, Object> version : versions) {
                Object state = version.getOrDefault(name, "");
                if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
                    states.add(state);
                }
            }
            Object state = states.get(choice.of(states.size()));
            if (!state.equals("")) {
                mixed.put(name, state);
            }
        }
        return mixed;
    }

    @Override
    public void close() throws IOException {
        Directories.delete(links);
    }
}
