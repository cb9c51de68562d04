package io.ternmq.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Runs one script on a small disk again and again; each time the space runs out at another of its
 * appends. Prints each position before it begins and what happened after it. Any error ends it.
 */
final class FullDiskChild {

    private static final int APPENDS = 40;
    private static final List<String> HOW = List.of("stay", "reopen", "reopen at the end");

    private final Path directory;
    private final Random random;
    private final SpaceEater eater;
    private final List<String> acknowledged = new ArrayList<>();
    private Journal journal;

    private FullDiskChild(Path root, long seed) throws IOException {
        this.directory = root.resolve("journal");
        this.random = new Random(seed);
        this.eater = new SpaceEater(root.resolve("eater"));
        this.journal = Journals.open(directory);
    }

    /** Arguments: the disk, the seed, and "all" or the one position after which it halts. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        if (!arguments[2].equals("all")) {
            new FullDiskChild(root, seed).halt(Integer.parseInt(arguments[2]));
        }
        for (int position = 0; position < APPENDS; position++) {
            // Whichever the seed gives the position: each retry of the journal takes a second.
            String how = HOW.get((int) ((position + seed) % HOW.size()));
            System.out.println("at " + position + " " + how);
            System.out.println(new FullDiskChild(root, seed + position).run(position, how));
        }
        System.out.println("done");
    }

    private String run(int position, String how) throws IOException {
        String said = toTheEnd(position, how.equals("reopen"));
        if (how.equals("reopen at the end")) {
            said += reopen();
        }
        eater.giveBack();
        if (journal == null) {
            journal = openAndCheck();
        }
        Awaitility.await().until(() -> journal.space() == Space.PLENTY);
        for (int i = 0; i < APPENDS / 2; i++) {
            append();
        }
        journal.close();
        check(Journals.texts(directory));
        Journals.remove(directory);
        // Mappings of removed files hold their space until they are collected.
        journal = null;
        System.gc();
        return said;
    }

    /** Appends, has the space eaten, and appends until there is nothing left. */
    private String toTheEnd(int position, boolean reopen) throws IOException {
        for (int i = 0; i < position; i++) {
            append();
        }
        eater.eat(random.nextInt(4) == 0 ? random.nextInt(80) << 12 : 0);
        String said = reopen ? reopen() : "";
        if (journal == null) {
            return said;
        }
        int reserved = reserved();
        int files = Journals.files(directory).size();
        int more = 0;
        while (true) {
            eater.eat(0);
            try {
                append();
                more++;
            } catch (JournalFullException e) {
                break;
            }
        }
        int used = Journals.files(directory).size() - files;
        if (journal.space() != Space.RESERVE_ONLY || used < reserved) {
            throw new AssertionError(
                    journal.space() + ", " + used + " of " + reserved + " reserved files used");
        }
        return said + "; " + more + " appended in " + used + " reserved files";
    }

    /** Whatever is reserved suffices to open; without it a clear refusal is enough. */
    private String reopen() throws IOException {
        journal.close();
        int reserved = reserved();
        eater.eat(0);
        try {
            journal = openAndCheck();
            return "; reopened with " + reserved;
        } catch (JournalException e) {
            journal = null;
            if (reserved > 0
                    || !e.getMessage().contains(directory.toRealPath().toString())
                    || !e.getMessage().contains("free some space")) {
                throw e;
            }
            return "; refused";
        }
    }

    private Journal openAndCheck() throws IOException {
        Journal opened = Journal.open(directory, Journals.SMALL);
        check(List.copyOf(Journals.replay(opened).values()));
        return opened;
    }

    private void check(List<String> found) {
        if (!found.equals(acknowledged)) {
            throw new AssertionError(found.size() + " instead of " + acknowledged.size());
        }
    }

    private void append() throws IOException {
        String text = acknowledged.size() + "-".repeat(500 + random.nextInt(10_000));
        Journals.append(journal, text);
        journal.force();
        acknowledged.add(text);
    }

    /** How many complete files are reserved. */
    private int reserved() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> openings = Files.newDirectoryStream(directory, "opening-*")) {
            for (Path opening : openings) {
                try (Stream<Path> entries = Files.list(opening)) {
                    count += (int) entries.filter(e -> e.toString().contains("spare-")).count();
                }
            }
        }
        return count;
    }

    private void halt(int position) throws IOException {
        toTheEnd(position, false);
        acknowledged.forEach(System.out::println);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
