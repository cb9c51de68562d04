package io.ternmq.journal.tests.cut;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory that a child is to open, as one line of text.
 *
 * @param name says which image it is
 * @param seed of what is done after the opening
 * @param goesOn whether the store is to be used after the opening, and cut and opened again
 * @param checkpoint the position of the newest checkpoint that was committed
 * @param digests of what it may hold: by number of operations, all that a cut may have left
 */
public record Request(
        String name,
        Path directory,
        long seed,
        boolean goesOn,
        long checkpoint,
        SortedMap<Long, Long> digests) {

    String line() {
        List<String> numbers = new ArrayList<>();
        digests.forEach((op, digest) -> numbers.add(op + ":" + digest));
        return String.join(
                "\t",
                name,
                directory.toString(),
                Long.toString(seed),
                Boolean.toString(goesOn),
                Long.toString(checkpoint),
                String.join(",", numbers));
    }

    static Request parse(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        SortedMap<Long, Long> digests = new TreeMap<>();
        for (String number : fields.get(5).split(",", -1)) {
            int colon = number.indexOf(':');
            digests.put(
                    Long.valueOf(number.substring(0, colon)),
                    Long.valueOf(number.substring(colon + 1)));
        }
        return new Request(
                fields.get(0),
                Path.of(fields.get(1)),
                Long.parseLong(fields.get(2)),
                Boolean.parseBoolean(fields.get(3)),
                Long.parseLong(fields.get(4)),
                digests);
    }
}
