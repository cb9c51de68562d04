package io.ternmq.journal;

import java.nio.file.Path;

/** Opens, appends, forces and reads, and prints how that went. */
final class OpeningChild {

    private OpeningChild() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (Journal journal = Journals.open(directory)) {
            long position = Journals.append(journal, "from a child").get(0);
            journal.force();
            System.out.println(Journals.text(journal.read(position).payload()));
        } catch (JournalException e) {
            System.out.println(e);
        }
    }
}
