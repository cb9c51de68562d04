package io.ternmq.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Appends rising numbers, as many as fit in a moment before each force, and prints the last after
 * each force; until it is killed.
 */
final class AppendingChild {

    private AppendingChild() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        ForcePolicy disk = new PowerCutDisk(directory, Path.of(arguments[1]));
        try (Journal journal = Journal.open(directory, Journals.SMALL, disk)) {
            long[] next = {0};
            journal.replay((position, type, payload) -> next[0]++);
            while (!System.out.checkError()) {
                for (long in = 0; in <= next[0] % 3; in++) {
                    Journals.append(journal, String.format("%-2000d", next[0]++));
                }
                journal.force();
                System.out.println(next[0] - 1);
            }
        }
    }
}
