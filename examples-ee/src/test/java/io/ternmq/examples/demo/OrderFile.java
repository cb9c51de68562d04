package io.ternmq.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The data file that this module carries: {@value #NAME}. */
final class OrderFile {

    static final String NAME = "/orders.csv";

    private OrderFile() {}

    /** The first orders of the file, in its order. */
    static List<OrderLine> first(int count) throws IOException {
        try (InputStream in = OrderFile.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IOException("The data file " + NAME + " is not on the class path");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<OrderLine> all = lines.lines().skip(1).map(OrderFile::parse).toList();
            if (count < 1 || count > all.size()) {
                throw new IllegalArgumentException(
                        "-Dorders=%d must be from 1 to %d, the lines of %s"
                                .formatted(count, all.size(), NAME));
            }
            return all.subList(0, count);
        }
    }

    private static OrderLine parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != 4) {
            throw new IllegalArgumentException(
                    NAME + " has a line of other than 4 fields: " + line);
        }
        return new OrderLine(
                fields[0], fields[1], Integer.parseInt(fields[2]), fields[3].equals("1"));
    }
}
