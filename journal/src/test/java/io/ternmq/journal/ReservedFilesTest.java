package io.ternmq.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the space of the journal's files comes from, and what becomes of it. */
class ReservedFilesTest {

    @TempDir Path temporary;

    private Path opening(int epoch) {
        return DirectoryLayout.opening(temporary, epoch);
    }

    private static Set<String> reserved(Path opening) throws IOException {
        Set<String> names = new TreeSet<>();
        try (var entries = Files.list(opening)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(ReservedSpace.SUFFIX))
                    .forEach(names::add);
        }
        return names;
    }

    private static void awaitTwo(Path opening) {
        await().until(() -> complete(opening) == 2);
    }

    private static long complete(Path opening) throws IOException {
        return reserved(opening).stream().filter(name -> name.startsWith("spare-")).count();
    }

    private static long allocatedBytes(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
        String[] blocks = Child.output(stat).strip().split(" ", -1);
        return Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]);
    }

    private static void assertNotSparse(Path file, long bytes) throws Exception {
        assertEquals(bytes, Files.size(file), "mapped beyond what was reserved: " + file);
        assertTrue(allocatedBytes(file) >= bytes, file + ": " + allocatedBytes(file));
    }

    /** Appends until there are so many files. */
    private void rollTo(Journal journal, int count, int bytes) throws IOException {
        while (Journals.files(temporary).size() < count) {
            Journals.append(journal, "r".repeat(bytes));
        }
    }

    @Test
    void shouldHaveAllBlocksOfWhateverIsMapped() throws Exception {
        for (JournalOptions options :
                List.of(
                        new JournalOptions(64 << 10, 64 << 10),
                        new JournalOptions(64 << 10, 100_001),
                        new JournalOptions(128 << 10, 512 << 10),
                        new JournalOptions(1 << 20, 2 << 20))) {
            Path directory = temporary.resolve(options.toString());
            long whole = ChronicleStore.spaceBytes(options);
            JournalOptions first =
                    new JournalOptions(options.blockSizeBytes(), options.blockSizeBytes());
            try (Journal journal = Journal.open(directory, options)) {
                journal.replay((position, type, payload) -> {});
                int bytes = 1;
                while (Journals.files(directory).size() < 5) {
                    // Sizes of all kinds, so that some end close to the end of a file.
                    Journals.append(journal, "b".repeat(bytes));
                    bytes = (bytes * 7 + 13) % (options.maxBatchBytes() - 200);
                }
                journal.force();
                for (Path file : Journals.files(directory)) {
                    boolean isFirst = file.equals(Journals.files(directory).get(0));
                    assertNotSparse(file, isFirst ? ChronicleStore.spaceBytes(first) : whole);
                }
                Path opening = DirectoryLayout.opening(directory, 1);
                assertNotSparse(
                        opening.resolve(DirectoryLayout.METADATA), ChronicleStore.METADATA_BYTES);
                awaitTwo(opening);
            }
        }
    }

    @Test
    void shouldUseFullFilesUpToTheirLimit() throws Exception {
        JournalOptions options = new JournalOptions(64 << 10, 256 << 10);
        try (Journal journal = Journal.open(temporary, options)) {
            journal.replay((position, type, payload) -> {});
            rollTo(journal, 3, 5000);
            List<Long> ends = journal.segments().stream().map(Segment::bytes).toList();
            List<Long> space = journal.segments().stream().map(Segment::diskBytes).toList();
            assertEquals(List.of(64L << 10, 256L << 10, 256L << 10), space);
            // The one that an opening fills while its caller waits is short.
            assertTrue(ends.get(0) > 48 << 10 && ends.get(0) <= 64 << 10, ends.toString());
            assertTrue(ends.get(1) > 240 << 10 && ends.get(1) <= 256 << 10, ends.toString());
        }
    }

    @Test
    void shouldMakeRoomForALargeTailThatIsNotProven() throws Exception {
        JournalOptions options = new JournalOptions(64 << 10, 256 << 10);
        int records = 0;
        try (Journal journal = Journal.open(temporary.resolve("killed"), options)) {
            journal.replay((position, type, payload) -> {});
            while (journal.segments().size() < 2 || journal.segments().get(1).bytes() < 200 << 10) {
                Journals.append(journal, "t".repeat(5000));
                records++;
            }
            Journals.copy(journal.directory(), temporary.resolve("with"));
            Journals.copy(journal.directory(), temporary.resolve("without"));
        }
        for (Path companion : DirectoryLayout.companions(temporary.resolve("without"))) {
            Files.delete(companion);
        }
        for (String copy : List.of("with", "without")) {
            try (Journal journal = Journal.open(temporary.resolve(copy), options)) {
                assertEquals(records, Journals.replay(journal).size());
                List<Path> left = Journals.files(journal.directory());
                Path last = left.get(left.size() - 1);
                assertNotSparse(last, ChronicleStore.spaceBytes(options));
            }
        }
    }

    @Test
    void shouldTakeOverWhatAnEarlierOpeningReserved() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "one");
            journal.force();
            awaitTwo(opening(1));
        }
        Set<Object> left = inodes(opening(1));
        assertEquals(2, left.size());
        try (Journal journal = Journals.open(temporary)) {
            Path second = Journals.files(temporary).get(1);
            assertTrue(left.remove(Files.getAttribute(second, "unix:ino")));
            assertEquals(Set.of(), reserved(opening(1)));
            Journals.append(journal, "two");
            awaitTwo(opening(2));
            assertTrue(inodes(opening(2)).containsAll(left));
        }
        assertEquals(List.of("one", "two"), Journals.texts(temporary));
    }

    private static Set<Object> inodes(Path opening) throws IOException {
        Set<Object> found = new HashSet<>();
        for (String name : reserved(opening)) {
            if (name.startsWith("spare-")) {
                found.add(Files.getAttribute(opening.resolve(name), "unix:ino"));
            }
        }
        return found;
    }

    @Test
    void shouldForceBothDirectoriesBeforeATakenFileGetsContent() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "one");
            journal.force();
            awaitTwo(opening(1));
        }
        List<String> seen = new ArrayList<>();
        ForcePolicy policy =
                (channel, path) -> {
                    ForcePolicy.DEVICE.force(channel, path);
                    if (Files.isDirectory(path) && Files.isDirectory(opening(2))) {
                        boolean begun = Journals.files(temporary).size() > 1;
                        seen.add(path.getFileName() + (begun ? " begun" : ""));
                    }
                };
        Journals.open(temporary, policy).close();
        assertEquals(
                List.of(
                        temporary.getFileName().toString(),
                        "opening-00000002",
                        "opening-00000001",
                        "opening-00000002 begun"),
                seen);
    }

    @Test
    void shouldNotTakeOverWhatIsNotComplete() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "one");
            journal.force();
        }
        long whole = ChronicleStore.spaceBytes(Journals.SMALL);
        Files.write(opening(1).resolve("filling.reserved"), new byte[(int) whole]);
        Files.write(opening(1).resolve("next.reserved"), new byte[(int) whole]);
        Files.write(opening(1).resolve("spare-1.reserved"), new byte[(int) whole - 1]);
        Path good = Files.write(opening(1).resolve("spare-2.reserved"), new byte[(int) whole]);
        Files.createLink(opening(1).resolve("spare-3.reserved"), good);
        Object key = Files.getAttribute(good, "unix:ino");
        try (Journal journal = Journals.open(temporary)) {
            Path file = Journals.files(temporary).get(1);
            assertEquals(key, Files.getAttribute(file, "unix:ino"));
            assertEquals(1, Files.getAttribute(file, "unix:nlink"), "the same file twice");
            assertEquals(Set.of(), reserved(opening(1)));
            rollTo(journal, 5, 3000);
        }
    }

    @Test
    void shouldGiveBackTheTailOfTheLastFile() throws Exception {
        try (Journal journal = Journals.open(temporary)) {
            Journals.append(journal, "one");
            journal.force();
        }
        Path file = Journals.files(temporary).get(0);
        assertTrue(allocatedBytes(file) > 64 << 10);
        Journals.open(temporary).close();
        assertTrue(allocatedBytes(file) <= 8 << 10, allocatedBytes(file) + "");
    }

    @Test
    void shouldWaitAtARollForAFileThatIsBeingFilled() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ForcePolicy slow =
                (channel, path) -> {
                    if (path.endsWith(ReservedSpace.FILLING)) {
                        waiting.countDown();
                        awaitQuietly(go);
                    }
                    ForcePolicy.DEVICE.force(channel, path);
                };
        try (Journal journal = Journals.open(temporary, slow)) {
            Thread writer =
                    new Thread(
                            () -> {
                                try {
                                    rollTo(journal, 2, 3000);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            writer.start();
            waiting.await();
            await().until(() -> writer.getState() == Thread.State.WAITING);
            // An interrupt does not end the wait and is not lost.
            writer.interrupt();
            assertEquals(1, Journals.files(temporary).size());
            assertEquals(Space.PLENTY, journal.space());
            go.countDown();
            writer.join();
            assertEquals(2, Journals.files(temporary).size());
        }
    }

    @Test
    void shouldRefuseNewWorkBeforeTheLastReservedFileIsBegun() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger fills = new AtomicInteger();
        ForcePolicy policy =
                (channel, path) -> {
                    if (path.endsWith(ReservedSpace.FILLING) && fills.incrementAndGet() > 2) {
                        awaitQuietly(go);
                        throw new IOException("No space left on device");
                    }
                    ForcePolicy.DEVICE.force(channel, path);
                };
        try (Journal journal = Journals.open(temporary, policy)) {
            rollTo(journal, 2, 3000);
            Thread writer =
                    new Thread(
                            () -> {
                                try {
                                    rollTo(journal, 3, 3000);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            writer.start();
            await().until(() -> writer.getState() == Thread.State.WAITING);
            assertEquals(2, Journals.files(temporary).size());
            go.countDown();
            writer.join();
            // known before the reserve was begun, and all of it is left for what ends things
            assertEquals(Space.RESERVE_ONLY, journal.space());
            assertEquals(3, Journals.files(temporary).size());
            journal.force();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldCountAnyFaultOfTheDiskAsNoSpaceAndTryAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        ForcePolicy policy =
                (channel, path) -> {
                    if (path.endsWith(ReservedSpace.FILLING)) {
                        tries.incrementAndGet();
                        if (broken.get()) {
                            throw new IOException("Input/output error");
                        }
                    }
                    ForcePolicy.DEVICE.force(channel, path);
                };
        int appended = 0;
        try (Journal journal = Journals.open(temporary, policy)) {
            JournalFullException full = null;
            while (full == null) {
                try {
                    Journals.append(journal, "s".repeat(3000) + appended);
                    appended++;
                } catch (JournalFullException e) {
                    full = e;
                }
            }
            assertTrue(
                    full.getMessage().contains("Input/output error")
                            && full.getMessage().contains(temporary.toRealPath().toString())
                            && full.getMessage().contains("Free some space"),
                    full.getMessage());
            assertEquals(Space.RESERVE_ONLY, journal.space());
            assertFalse(Files.exists(opening(1).resolve(ReservedSpace.FILLING)));
            // What was appended can still be forced, and what fits still be appended.
            Journals.append(journal, "small" + appended);
            assertEquals(journal.appendedPosition(), journal.force());
            assertEquals(1, Journals.files(temporary).size());
            assertThrows(
                    JournalFullException.class, () -> Journals.append(journal, "s".repeat(10_000)));
            int before = tries.get();
            await().until(() -> tries.get() >= before + 2);
            broken.set(false);
            await().until(() -> journal.space() == Space.PLENTY);
            Journals.append(journal, "s".repeat(10_000));
            journal.force();
            assertEquals(2, Journals.files(temporary).size());
        }
        assertEquals(appended + 2, Journals.texts(temporary).size());
    }

    @Test
    void shouldReserveNothingForAJournalThatIsClosedAtOnce() throws Exception {
        Journals.open(temporary).close();
        assertEquals(Set.of(), reserved(opening(1)));
    }
}
