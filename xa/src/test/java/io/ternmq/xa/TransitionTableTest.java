package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.xa.Transition.Effect;
import io.ternmq.xa.TransitionTable.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTableTest {

    private static final Map<String, BranchState> STATES =
            Map.of(
                    "S0", BranchState.UNKNOWN,
                    "S1", BranchState.ACTIVE,
                    "S2", BranchState.IDLE,
                    "S3", BranchState.PREPARED,
                    "S4", BranchState.ROLLBACK_ONLY,
                    "S5", BranchState.HEURISTIC);

    private record Question(XaCall call, Situation situation, BranchState state) {}

    private record Answer(String code, String effect) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("expected")
    void shouldAnswerAsSpecified(Question question, Answer answer) {
        Transition found =
                TransitionTable.of(question.call(), question.situation(), question.state());
        String effect = found.effect() == Effect.NONE ? "-" : found.effect().name();
        assertEquals(answer, new Answer(XaErrors.name(found.code()), effect));
    }

    static Stream<Arguments> expected() throws IOException {
        return expectations().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @Test
    void shouldBeSpecifiedForEveryCombinationThatACallCanFind() throws IOException {
        Map<Question, Answer> expected = expectations();
        List<Row> rows = TransitionTable.rows();
        for (Row row : rows) {
            assertNotNull(expected.get(new Question(row.call(), row.situation(), row.state())));
        }
        assertEquals(6 * 7 * 6 + 5 * 2 * 6, rows.size());
        assertEquals(rows.size(), expected.size());
    }

    @Test
    void shouldRefuseEveryCombinationThatNoCallCanFind() {
        int refused = 0;
        for (XaCall call : XaCall.values()) {
            for (Situation situation : Situation.values()) {
                for (BranchState state : BranchState.values()) {
                    Transition transition = TransitionTable.of(call, situation, state);
                    if (!situation.appliesTo(call)) {
                        assertEquals(
                                new Transition(XAException.XAER_PROTO, Effect.NONE), transition);
                        assertTrue(transition.refused());
                        refused++;
                    }
                }
            }
        }
        assertEquals(6 * 2 * 6 + 5 * 7 * 6, refused);
    }

    @Test
    void shouldNeverChangeAVotedBranchButByCommitOrRollback() {
        for (Row row : TransitionTable.rows()) {
            if (row.state() == BranchState.PREPARED) {
                assertTrue(
                        Set.of(Effect.NONE, Effect.COMMIT, Effect.ROLLBACK)
                                .contains(row.transition().effect()),
                        row::toString);
            }
            if (row.state() == BranchState.HEURISTIC) {
                assertTrue(
                        Set.of(Effect.NONE, Effect.FORGET).contains(row.transition().effect()),
                        row::toString);
            }
        }
    }

    @Test
    void shouldNeverEndABranchUnderAnOpenAssociation() {
        for (Row row : TransitionTable.rows()) {
            if (row.situation() == Situation.OPEN && row.state() != BranchState.HEURISTIC) {
                assertEquals(Effect.NONE, row.transition().effect(), row::toString);
                assertNotEquals(XAResource.XA_OK, row.transition().code(), row::toString);
            }
        }
    }

    @Test
    void shouldNeverAnswerWhatOnlyABrokerCanKnow() {
        Set<Integer> notHere =
                Set.of(
                        XAResource.XA_RDONLY,
                        XAException.XA_RETRY,
                        XAException.XAER_RMERR,
                        XAException.XAER_RMFAIL,
                        XAException.XAER_INVAL);
        for (Row row : TransitionTable.rows()) {
            assertTrue(!notHere.contains(row.transition().code()), row::toString);
        }
    }

    @Test
    void shouldUseEveryEffect() {
        EnumSet<Effect> used = EnumSet.noneOf(Effect.class);
        TransitionTable.rows().forEach(row -> used.add(row.transition().effect()));
        assertEquals(EnumSet.allOf(Effect.class), used);
    }

    // here, elsewhere, suspended, ended, local work
    @ParameterizedTest
    @CsvSource({
        "START,        false, false, false, false, false, FREE",
        "START,        true,  false, false, true,  false, ASSOCIATED_HERE",
        "START,        false, true,  false, false, false, ASSOCIATED_ELSEWHERE",
        "START,        false, true,  false, true,  false, ASSOCIATED_ELSEWHERE",
        "START,        false, true,  true,  false, false, SUSPENDED_HERE_BUSY",
        "START,        false, false, true,  true,  false, SUSPENDED_HERE",
        "START,        false, false, false, true,  false, ENDED_HERE",
        "START,        false, false, false, false, true,  LOCAL_WORK",
        "START,        false, false, false, true,  true,  LOCAL_WORK",
        "START_RESUME, false, false, true,  false, true,  LOCAL_WORK",
        "START_JOIN,   false, true,  false, true,  false, ASSOCIATED_ELSEWHERE",
        "END_SUCCESS,  false, false, false, false, false, FREE",
        "END_SUCCESS,  true,  false, false, true,  false, ASSOCIATED_HERE",
        "END_SUCCESS,  false, true,  false, false, false, ASSOCIATED_ELSEWHERE",
        "END_SUCCESS,  false, true,  false, true,  false, ENDED_HERE",
        "END_SUCCESS,  false, true,  true,  true,  false, SUSPENDED_HERE_BUSY",
        "END_SUCCESS,  false, false, true,  true,  true,  SUSPENDED_HERE",
        "END_SUCCESS,  false, false, false, true,  true,  ENDED_HERE",
        "END_FAIL,     false, false, false, false, true,  FREE"
    })
    void shouldChooseTheSituationThatCounts(
            XaCall call,
            boolean here,
            boolean elsewhere,
            boolean suspended,
            boolean ended,
            boolean localWork,
            Situation expected) {
        assertEquals(
                expected, Situation.ofResource(call, here, elsewhere, suspended, ended, localWork));
    }

    @Test
    void shouldTellAnOpenBranchFromAClosedOne() {
        assertEquals(Situation.OPEN, Situation.ofBranch(true));
        assertEquals(Situation.CLOSED, Situation.ofBranch(false));
    }

    private static Map<Question, Answer> expectations() throws IOException {
        Map<Question, Answer> expected = new HashMap<>();
        for (String line : lines()) {
            List<String> parts = Stream.of(line.split("\\|", -1)).map(String::trim).toList();
            for (String situation : parts.get(1).split(" ", -1)) {
                for (String state : parts.get(2).split(" ", -1)) {
                    Question question =
                            new Question(
                                    XaCall.valueOf(parts.get(0)),
                                    Situation.valueOf(situation),
                                    Objects.requireNonNull(STATES.get(state)));
                    Answer answer = new Answer(parts.get(3), parts.get(4));
                    assertNull(expected.put(question, answer), () -> "twice: " + question);
                }
            }
        }
        return expected;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                        TransitionTableTest.class.getResourceAsStream("expected-transitions.txt");
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        }
    }
}
