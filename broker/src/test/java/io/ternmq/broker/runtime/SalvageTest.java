package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.BrokerException;
import io.ternmq.journal.JournalOptions;
import io.ternmq.journal.JournalTools;
import io.ternmq.journal.SalvageReport;
import io.ternmq.wire.Event;
import io.ternmq.wire.Request;
import io.ternmq.wire.SessionMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged journal is refused; what was salvaged of it opens, with all that is whole. */
class SalvageTest {

    private static final int QUEUE_CREATED = 2;
    private static final int MESSAGE_STORED = 10;
    private static final Pattern LINE =
            Pattern.compile("\"offset\":(\\d+),\"batch\":\\d+,\"type\":(\\d+),");

    @TempDir Path temporary;

    @Test
    void shouldOpenWhatWasSalvagedWithAllThatIsWhole() throws Exception {
        Path directory = temporary.resolve("damaged");
        fill(new SmallFiles(directory));
        List<Long> created = offsets(directory, QUEUE_CREATED);
        List<Long> stored = offsets(directory, MESSAGE_STORED);
        flip(directory, created.get(1)); // of queue b, in one batch with its first message
        flip(directory, stored.get(1)); // a1, which was consumed
        flip(directory, stored.get(7)); // a7, which was not
        BrokerException refused =
                assertThrows(BrokerException.class, () -> new SmallFiles(directory).open());
        assertTrue(refused.getMessage().contains("damaged at offset"), refused.getMessage());

        Path salvaged = temporary.resolve("salvaged");
        SalvageReport report =
                JournalTools.salvage(directory, salvaged, new JournalOptions(64 << 10, 64 << 10));
        assertEquals(3, report.lostBatches());
        SmallFiles files = new SmallFiles(salvaged);
        List<String> a = new ArrayList<>();
        for (int i = 3; i < 20; i++) {
            if (i != 7) {
                a.add("a" + i);
            }
        }
        for (int opening = 0; opening < 3; opening++) {
            try (BrokerRegistry.Lease lease = files.open()) {
                assertEquals(a, files.texts("a"), "opening " + opening + " of " + lease);
                assertEquals(List.of("b1", "b2"), files.texts("b"));
                FrameClient client = files.client();
                client.send(client.session(SessionMode.CLIENT), "a", "new " + opening);
                client.disconnect();
                a.add("new " + opening);
            }
        }
    }

    /** Each message in a batch of its own; the first three are consumed. */
    private static void fill(SmallFiles files) throws Exception {
        try (BrokerRegistry.Lease lease = files.open()) {
            FrameClient client = files.client();
            long session = client.session(SessionMode.CLIENT);
            for (int i = 0; i < 20; i++) {
                client.send(session, Request.NO_TX, Messages.of("a", "a" + i));
            }
            for (int i = 0; i < 3; i++) {
                client.send(session, Request.NO_TX, Messages.of("b", "b" + i));
            }
            client.consumer(session, "a", 3);
            for (int i = 0; i < 3; i++) {
                Event.Deliver delivery = client.next();
                client.acknowledge(session, Request.NO_TX, delivery);
            }
            client.disconnect();
            assertEquals(17, files.texts("a").size(), lease::toString);
        }
    }

    private static List<Long> offsets(Path directory, int type) throws Exception {
        StringBuilder lines = new StringBuilder();
        JournalTools.print(directory, lines, JournalTools.RecordText.BASE64);
        List<Long> offsets = new ArrayList<>();
        Matcher line = LINE.matcher(lines);
        while (line.find()) {
            if (Integer.parseInt(line.group(2)) == type) {
                offsets.add(Long.valueOf(line.group(1)));
            }
        }
        return offsets;
    }

    /** Everything stands in the first file. */
    private static void flip(Path directory, long offset) throws Exception {
        try (Stream<Path> tree = Files.walk(directory)) {
            Path file =
                    tree.filter(path -> path.toString().endsWith(".cq4"))
                            .sorted()
                            .findFirst()
                            .orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[(int) offset + 14] ^= 1;
            Files.write(file, bytes);
        }
    }
}
