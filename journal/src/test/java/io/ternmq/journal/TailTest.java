package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nothing proves durable is written again at the next opening: the page cache may hold it, and
 * after a failed force say that it is clean, though the disk does not.
 */
class TailTest {

    @TempDir Path temporary;

    /** Five forced batches, then two unforced ones, and the process is killed. */
    private Path killed() throws Exception {
        Path directory = temporary.resolve("journal");
        Path copy = temporary.resolve("copy");
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 5; i++) {
                Journals.append(journal, "forced " + i);
                journal.force();
            }
            Journals.append(journal, "unforced 0", "unforced 1");
            Journals.append(journal, "unforced 2");
            Journals.copy(directory, copy);
        }
        return copy;
    }

    private static List<String> all() {
        return List.of(
                "forced 0",
                "forced 1",
                "forced 2",
                "forced 3",
                "forced 4",
                "unforced 0",
                "unforced 1",
                "unforced 2");
    }

    @Test
    void shouldStandInANewFileBeforeAnythingIsAnswered() throws Exception {
        Path copy = killed();
        try (Journal journal = Journal.open(copy, Journals.SMALL)) {
            assertEquals(all(), List.copyOf(Journals.replay(journal).values()));
            assertEquals(journal.appendedPosition(), journal.durablePosition());
            Journals.append(journal, "new");
            journal.force();
        }
        List<String> after = new ArrayList<>(all());
        after.add("new");
        assertEquals(after, Journals.texts(copy));
        // the old file may now lose what the page cache held of it
        Path old = Journals.files(copy).get(0);
        byte[] bytes = Files.readAllBytes(old);
        int unforced =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .indexOf("unforced 0");
        if (unforced >= 0) {
            try (FileChannel channel = FileChannel.open(old, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(40), unforced);
            }
        }
        assertEquals(after, Journals.texts(copy));
    }

    @Test
    void shouldStayWhereItWasUntilItIsWholeInTheNewFile() throws Exception {
        Path copy = killed();
        List<Path> cuts = new ArrayList<>();
        ForcePolicy cutting =
                (channel, path) -> {
                    ForcePolicy.DEVICE.force(channel, path);
                    Path cut = temporary.resolve("cut-" + cuts.size());
                    Journals.copy(copy, cut);
                    cuts.add(cut);
                    if (path.toString().endsWith(".cq4") && Journals.files(copy).size() == 2) {
                        damageNewest(copy, cut);
                    }
                };
        Journal.open(copy, Journals.SMALL, cutting).close();
        assertTrue(cuts.size() > 5, cuts.size() + " forces");
        for (Path cut : cuts) {
            assertEquals(all(), Journals.texts(cut), cut.toString());
        }
    }

    /** The header of the new file reached the disk, and of what was carried over only a part. */
    private static void damageNewest(Path directory, Path cut) throws IOException {
        Path newest = Journals.files(cut).get(1);
        byte[] bytes = Files.readAllBytes(newest);
        int last =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .indexOf("unforced 2");
        assertTrue(last > 0, "no tail in " + Journals.files(directory));
        bytes[last] ^= 1;
        Files.write(newest, bytes);
    }

    @Test
    void shouldNotBeWrittenAgainAfterAnOrderlyEnd() throws Exception {
        List<Long> positions;
        try (Journal journal = Journals.open(temporary)) {
            positions = Journals.append(journal, "one", "two");
            journal.force();
        }
        assertEquals(positions, List.copyOf(Journals.contents(temporary).keySet()));
    }

    @Test
    void shouldBeRefusedWhereItDoesNotFit() throws Exception {
        Path directory = temporary.resolve("journal");
        JournalOptions large = new JournalOptions(256 << 10, 256 << 10);
        Path copy = temporary.resolve("copy");
        try (Journal journal = Journal.open(directory, large)) {
            journal.replay((position, type, payload) -> {});
            Journals.append(journal, "x".repeat(40_000));
            Journals.copy(directory, copy);
        }
        JournalException refused = assertThrows(JournalException.class, () -> Journals.open(copy));
        assertTrue(refused.getMessage().contains("does not fit"), refused.getMessage());
        try (Journal journal = Journal.open(copy, large)) {
            assertEquals(1, Journals.replay(journal).size());
        }
    }
}
