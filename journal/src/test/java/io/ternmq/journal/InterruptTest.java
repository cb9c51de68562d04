package io.ternmq.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

    @TempDir Path directory;

    @AfterEach
    void leaveNoInterruptToTheNextTest() {
        Thread.interrupted();
    }

    @Test
    void shouldWorkOnAThreadThatIsInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        try (Journal journal = Journals.open(directory)) {
            for (int i = 0; i < 300; i++) {
                long position = Journals.append(journal, "x".repeat(1000) + i).get(0);
                assertEquals(position, journal.force());
                assertEquals("x".repeat(1000) + i, Journals.text(journal.read(position).payload()));
                assertTrue(Thread.currentThread().isInterrupted(), "interrupt swallowed at " + i);
            }
        }
        assertEquals(300, Journals.texts(directory).size());
        assertTrue(Thread.interrupted(), "interrupt swallowed by recovery");
    }

    @Test
    void shouldGoOnWhileItsThreadIsInterruptedAgainAndAgain() throws Exception {
        Thread writer = Thread.currentThread();
        AtomicBoolean stop = new AtomicBoolean();
        Thread interrupter =
                new Thread(
                        () -> {
                            while (!stop.get()) {
                                writer.interrupt();
                                Thread.onSpinWait();
                            }
                        });
        int records = 2000;
        try (Journal journal = Journals.open(directory)) {
            interrupter.start();
            try {
                for (int i = 0; i < records; i++) {
                    long position = Journals.append(journal, "y".repeat(500) + i).get(0);
                    journal.force();
                    journal.read(position);
                    if (i % 3 == 0) {
                        Thread.interrupted();
                    }
                }
            } finally {
                stop.set(true);
                while (interrupter.isAlive()) {
                    Thread.interrupted();
                    Thread.onSpinWait();
                }
            }
        }
        Thread.interrupted();
        List<String> texts = Journals.texts(directory);
        assertEquals(records, texts.size());
        assertTrue(Journals.files(directory).size() > 10, "no roll was interrupted");
    }
}
