package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.xa.Transition.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/**
 * The page about transactions shows the table as it is: this renders it, compares, and with {@code
 * -Dtern.docs.write=true} writes it.
 */
class TransactionsPageTest {

    private static final String BEGIN =
            "<!-- transition table: written by TransactionsPageTest -->";
    private static final String END = "<!-- end of transition table -->";
    private static final Path PAGE =
            Path.of(System.getProperty("basedir", ".")).resolve("../docs/transactions.md");
    private static final Path RECORDS =
            Path.of(System.getProperty("basedir", ".")).resolve("../docs/adr");

    @Test
    void shouldShowTheTransitionTableAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertTrue(begin >= 0 && end > begin, "docs/transactions.md has lost its markers");
        String shown = page.substring(begin + BEGIN.length(), end);
        String expected = "\n" + render() + "\n";
        if (Boolean.getBoolean("tern.docs.write")) {
            Files.writeString(
                    PAGE, page.substring(0, begin) + BEGIN + expected + page.substring(end));
            return;
        }
        assertEquals(
                expected,
                shown,
                "docs/transactions.md is out of date; write it with"
                        + " mvn -pl xa test -Dtest=TransactionsPageTest -Dtern.docs.write=true");
    }

    @Test
    void shouldNameEveryCodeThatTheTableAnswers() throws IOException {
        String page = Files.readString(PAGE);
        for (TransitionTable.Row row : TransitionTable.rows()) {
            if (row.transition().code() != XAResource.XA_OK) {
                assertTrue(
                        page.contains("| `" + code(row.transition().code()) + "` |"),
                        row::toString);
            }
        }
    }

    @Test
    void shouldNumberTheDecisionRecordsWithoutGapsAndListThem() throws IOException {
        List<Path> records = new ArrayList<>();
        try (var files = Files.newDirectoryStream(RECORDS, "*.md")) {
            files.forEach(records::add);
        }
        records.sort(null);
        String index = Files.readString(RECORDS.resolve("../README.md"));
        Pattern sections = Pattern.compile("(?s).*## Context.*## Decision.*## Consequences.*");
        for (int i = 0; i < records.size(); i++) {
            String name = records.get(i).getFileName().toString();
            String number = String.format("%04d", i + 1);
            String text = Files.readString(records.get(i));
            assertTrue(name.startsWith(number + "-"), () -> name + " should be " + number);
            assertTrue(text.startsWith("# " + number + " "), () -> name + ": title");
            assertTrue(sections.matcher(text).matches(), () -> name + ": sections");
            assertTrue(index.contains("(adr/" + name + ")"), () -> name + " is not in the index");
        }
        assertTrue(records.size() >= 5, records::toString);
    }

    private static String render() {
        List<String> lines = new ArrayList<>();
        for (XaCall call : XaCall.values()) {
            lines.add("");
            lines.add("**" + title(call) + "**");
            lines.add("");
            lines.add("| | S0 | S1 | S2 | S3 | S4 | S5 |");
            lines.add("|---|---|---|---|---|---|---|");
            Map<String, List<Situation>> byAnswers = new LinkedHashMap<>();
            for (Situation situation : Situation.values()) {
                if (situation.appliesTo(call)) {
                    byAnswers
                            .computeIfAbsent(answers(call, situation), a -> new ArrayList<>())
                            .add(situation);
                }
            }
            byAnswers.forEach(
                    (answers, situations) ->
                            lines.add(
                                    situations.stream()
                                            .map(s -> words(s.name()))
                                            .collect(Collectors.joining("; ", "| ", answers))));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static String answers(XaCall call, Situation situation) {
        StringBuilder answers = new StringBuilder(" |");
        for (BranchState state : BranchState.values()) {
            answers.append(' ')
                    .append(cell(TransitionTable.of(call, situation, state)))
                    .append(" |");
        }
        return answers.toString();
    }

    private static String cell(Transition transition) {
        String effect = "**" + words(transition.effect().name()) + "**";
        if (transition.code() == XAResource.XA_OK) {
            return transition.effect() == Effect.NONE ? "XA_OK" : effect;
        }
        String code = code(transition.code());
        return transition.effect() == Effect.NONE ? code : effect + ", " + code;
    }

    private static String code(int code) {
        if (code == TransitionTable.ROLLED_BACK) {
            return "XA_RB*";
        }
        return code == TransitionTable.HEURISTIC_OUTCOME ? "XA_HEUR*" : XaErrors.name(code);
    }

    private static String title(XaCall call) {
        return switch (call) {
            case START -> "start, TMNOFLAGS";
            case START_JOIN -> "start, TMJOIN";
            case START_RESUME -> "start, TMRESUME";
            case END_SUCCESS -> "end, TMSUCCESS";
            case END_SUSPEND -> "end, TMSUSPEND";
            case END_FAIL -> "end, TMFAIL";
            case PREPARE -> "prepare";
            case COMMIT_TWO_PHASE -> "commit, two phases";
            case COMMIT_ONE_PHASE -> "commit, one phase";
            case ROLLBACK -> "rollback";
            case FORGET -> "forget";
        };
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
