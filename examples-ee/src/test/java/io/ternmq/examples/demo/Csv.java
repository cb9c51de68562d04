package io.ternmq.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evidence as comma-separated values, quoted where a field needs it. */
final class Csv {

    private Csv() {}

    /** The rows, sorted by their text. */
    static void write(PrintWriter out, ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        String[] fields = new String[columns];
        for (int i = 0; i < columns; i++) {
            fields[i] = rows.getMetaData().getColumnLabel(i + 1);
        }
        out.println(line(fields));
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
            for (int i = 0; i < columns; i++) {
                fields[i] = rows.getString(i + 1);
            }
            lines.add(line(fields));
        }
        lines.stream().sorted().forEach(out::println);
    }

    /** What the clients saw, in the order of the answers. */
    static void write(Path file, List<Answer> answers) throws IOException {
        List<String> lines =
                answers.stream()
                        .map(
                                answer ->
                                        line(
                                                answer.order().id(),
                                                Boolean.toString(answer.order().bad()),
                                                answer.kind().name(),
                                                Integer.toString(answer.life()),
                                                answer.detail()))
                        .toList();
        Files.write(
                file,
                Stream.concat(Stream.of("order_id,bad,kind,life,detail"), lines.stream()).toList(),
                StandardCharsets.UTF_8);
    }

    private static String line(String... fields) {
        return Stream.of(fields).map(Csv::field).collect(Collectors.joining(","));
    }

    private static String field(String value) {
        if (value.contains(",") || value.contains("\"") || value.contains("\n")) {
            return '"' + value.replace("\"", "\"\"").replace("\n", " ") + '"';
        }
        return value;
    }
}
