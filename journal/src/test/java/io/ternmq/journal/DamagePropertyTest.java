package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any damage anywhere: the answer is damage, named, or a whole prefix that lacks at most the last
 * batches, which nothing later proves. Never a wrong record, never silence.
 */
class DamagePropertyTest {

    private static final int RECORDS = 60;

    /**
     * How many of the newest file's last records each kind of damage may take without a trace: as
     * many as it can touch so that no whole batch is left behind them. A cut takes all behind it.
     */
    private static final int[] UNPROVEN = {1, 3, RECORDS, 2};

    private static Path root = Path.of("");
    private static List<Path> files = List.of();
    private static List<String> texts = List.of();

    @BeforeContainer
    static void writeThreeFiles() throws IOException {
        root = Files.createTempDirectory("journal-damage");
        Path directory = root.resolve("journal");
        List<String> written = new ArrayList<>();
        for (int opening = 0; opening < 2; opening++) {
            try (Journal journal = Journals.open(directory)) {
                for (int i = 0; i < RECORDS; i++) {
                    String text = opening + ":" + i + ":" + "d".repeat(i * 97 % 3000);
                    Journals.append(journal, text);
                    journal.force();
                    written.add(text);
                }
            }
        }
        texts = written;
        files = Journals.files(directory);
        assertTrue(files.size() >= 3);
    }

    @AfterContainer
    static void delete() throws IOException {
        JournalPropertyTest.delete(root);
    }

    @Property(tries = 150)
    void shouldNeverGoUnnoticed(
            @ForAll @IntRange(min = 0, max = 2) int whichFile,
            @ForAll @IntRange(min = 0, max = 3) int kind,
            @ForAll int seed)
            throws IOException {
        Path copy = Files.createTempDirectory(root, "copy").resolve("journal");
        Journals.copy(root.resolve("journal"), copy);
        Path file = files.get(files.size() - 1 - whichFile);
        Path victim = copy.resolve(root.resolve("journal").relativize(file));
        Files.write(victim, damaged(Files.readAllBytes(victim), kind, new Random(seed)));
        List<String> found;
        try {
            found = Journals.texts(copy);
        } catch (JournalCorruptException refused) {
            assertTrue(
                    refused.file().getFileName().toString().endsWith(".cq4"), refused.getMessage());
            return;
        } finally {
            JournalPropertyTest.delete(copy);
        }
        int least = whichFile == 0 ? texts.size() - UNPROVEN[kind] : texts.size();
        assertTrue(found.size() >= least, found.size() + " records left");
        assertEquals(texts.subList(0, found.size()), found);
    }

    private static byte[] damaged(byte[] bytes, int kind, Random random) {
        // Not only in the zeros at the end.
        int used = bytes.length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        int at = random.nextInt(Math.max(1, used));
        switch (kind) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 ->
                    Arrays.fill(
                            bytes,
                            at & -4096,
                            Math.min(bytes.length, (at & -4096) + 4096),
                            (byte) 0);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                byte[] noise = new byte[Math.min(64, bytes.length - at)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
            }
        }
        return bytes;
    }
}
