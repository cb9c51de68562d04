package io.ternmq.journal.tests.cut;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.journal.tests.Children;
import io.ternmq.journal.tests.Directories;
import io.ternmq.journal.tests.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power cut would be seen: with one kind of force left out, or the checksums, it shows. */
class NegativeControlTest {

    private static final int IMAGES_PER_FORCE = 2;

    private Path root = Path.of("");

    @BeforeEach
    void create() throws IOException {
        root = Directories.fast("negative-control");
    }

    @AfterEach
    void delete() throws IOException {
        Directories.delete(root);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldShow(Control control) throws Exception {
        long seed = Seeds.ofRun("without " + control);
        Path blind = Files.createDirectories(root.resolve("classes"));
        if (control == Control.CHECKSUM) {
            assertTrue(BlindClasses.write(blind) > 0, "no class of the journal names CRC32C");
        }
        Process child =
                Children.start(
                        ControlChild.class,
                        List.of(blind),
                        root.resolve("control.log"),
                        control,
                        seed,
                        IMAGES_PER_FORCE,
                        root,
                        blind);
        String said =
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        child.waitFor();
        System.out.println("Without " + control + ": " + said);
        String[] fields = said.split("\t", -1);
        assertTrue(
                fields.length == 3 && Long.parseLong(fields[0]) > 0,
                () -> "without " + control + " nothing was lost: " + said + log());
    }

    private String log() {
        try {
            return Files.readString(root.resolve("control.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
