package io.ternmq.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Opens and keeps it open until it is killed, or its input ends. */
final class HoldingChild {

    private HoldingChild() {}

    public static void main(String[] arguments) throws IOException {
        try (Journal journal = Journals.open(Path.of(arguments[0]))) {
            System.out.println("open");
            int end = System.in.read();
            System.out.println("closing " + journal.id() + end);
        }
    }
}
