package io.ternmq.journal.tests.cut;

import io.ternmq.journal.Journal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The journal's classes with {@link BlindCrc} in the place of CRC32C, wherever they name it: copies
 * whose constant pools were changed, to be found before the real ones.
 */
final class BlindClasses {

    private static final String REAL = "java/util/zip/CRC32C";
    private static final String BLIND = BlindCrc.class.getName().replace('.', '/');
    private static final int MAGIC_AND_VERSION = 8;

    private BlindClasses() {}

    /** Writes them below a directory and says how many there were. */
    static int write(Path target) throws IOException {
        Path source;
        try {
            source =
                    Path.of(
                            Journal.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(source)) {
            return write(source, target);
        }
        URI jar = URI.create("jar:" + source.toUri());
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            return write(files.getPath("/"), target);
        }
    }

    private static int write(Path root, Path target) throws IOException {
        List<Path> classes;
        try (Stream<Path> tree = Files.walk(root)) {
            classes = tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
        int changed = 0;
        for (Path file : classes) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] blind = changed(bytes);
            if (blind.length != bytes.length) {
                Path copy = target.resolve(root.relativize(file).toString());
                Path parent = copy.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.write(copy, blind);
                changed++;
            }
        }
        return changed;
    }

    /** Replaces the name in every text of the constant pool; all else stays as it is. */
    private static byte[] changed(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length + 256);
        DataOutputStream out = new DataOutputStream(result);
        out.write(in.readNBytes(MAGIC_AND_VERSION));
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case 1 -> out.writeUTF(in.readUTF().replace(REAL, BLIND));
                case 3, 4, 9, 10, 11, 12, 17, 18 -> out.write(in.readNBytes(4));
                case 5, 6 -> {
                    out.write(in.readNBytes(8));
                    i++;
                }
                case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
                case 15 -> out.write(in.readNBytes(3));
                default -> throw new IOException("constant " + i + " has the tag " + tag);
            }
        }
        in.transferTo(out);
        return result.toByteArray();
    }
}
