package io.ternmq.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the archive, and what must never be: app-servers.md says why. */
class TernRarIT {

    private static final Path ARCHIVE = Path.of("target", "tern.rar");

    /** In megabytes. */
    private static final long LARGEST = 12;

    private static final Pattern NATIVE =
            Pattern.compile(".*\\.(so|dll|dylib|jnilib|a|exe)(\\.\\d+)*", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNWANTED =
            Pattern.compile(
                    "jakarta[.-].*|javax[.-].*|junit.*|jqwik.*|awaitility.*|archunit.*|.*analytics.*"
                            + "|.*annotation.*|jspecify.*|jnr-.*|jffi.*|jna.*|asm.*|error_prone.*"
                            + "|netty-.*native.*|netty-tcnative.*",
                    Pattern.CASE_INSENSITIVE);

    private static List<String> entries() throws IOException {
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            return archive.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void shouldStaySmall() throws IOException {
        long size = Files.size(ARCHIVE);
        assertTrue(size < LARGEST * 1024 * 1024, "tern.rar has " + size + " bytes");
    }

    @Test
    void shouldCarryNoUnwantedJar() throws IOException {
        List<String> unwanted =
                entries().stream().filter(name -> UNWANTED.matcher(name).matches()).toList();
        assertEquals(List.of(), unwanted);
    }

    /** A server loads native libraries at deployment, from nested jars too. */
    @Test
    void shouldCarryNoNativeCode() throws IOException {
        List<String> found = new ArrayList<>();
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            for (ZipEntry entry : archive.stream().toList()) {
                if (NATIVE.matcher(entry.getName()).matches()) {
                    found.add(entry.getName());
                }
                if (entry.getName().endsWith(".jar")) {
                    byte[] jar = archive.getInputStream(entry).readAllBytes();
                    try (ZipInputStream nested =
                            new ZipInputStream(new ByteArrayInputStream(jar))) {
                        for (ZipEntry inner = nested.getNextEntry();
                                inner != null;
                                inner = nested.getNextEntry()) {
                            if (NATIVE.matcher(inner.getName()).matches()) {
                                found.add(entry.getName() + "!" + inner.getName());
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void shouldCarryOurModulesAndDescriptors() throws IOException {
        List<String> names = entries();
        for (String module : List.of("journal", "xa", "wire", "broker", "jms-api-impl", "ra")) {
            assertTrue(
                    names.stream().anyMatch(name -> name.matches(module + "-\\d.*\\.jar")),
                    module + " is missing in " + names);
        }
        assertTrue(names.contains("META-INF/ra.xml"), names.toString());
        assertTrue(names.contains("META-INF/ironjacamar.xml"), names.toString());
    }

    @Test
    void shouldNameNoJarThatIsLeftOutForServersWarnOfEach() throws IOException {
        List<String> found = new ArrayList<>();
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            for (ZipEntry entry : archive.stream().toList()) {
                if (entry.getName().endsWith(".jar")) {
                    try (JarInputStream jar = new JarInputStream(archive.getInputStream(entry))) {
                        Manifest manifest = jar.getManifest();
                        if (manifest != null
                                && manifest.getMainAttributes().getValue("Class-Path") != null) {
                            found.add(entry.getName());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void shouldAskTheServerForTheUnsupportedModule() throws IOException {
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            assertNotNull(archive.getManifest());
            assertEquals(
                    "jdk.unsupported,org.jboss.jboss-transaction-spi optional",
                    archive.getManifest().getMainAttributes().getValue("Dependencies"));
        }
    }

    @Test
    void shouldCarryTheVersionInItsDescriptor() throws IOException {
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            String descriptor =
                    new String(
                            archive.getInputStream(archive.getEntry("META-INF/ra.xml"))
                                    .readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(
                    descriptor.contains(
                            "<resourceadapter-version>"
                                    + AdapterVersion.get()
                                    + "</resourceadapter-version>"));
        }
    }
}
