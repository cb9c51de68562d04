package io.ternmq.xa;

import io.ternmq.xa.Transition.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * What each call of a transaction manager leads to, as data: the two state machines of the XA
 * specification, association (T) and branch (S), read together.
 *
 * <p>Immutable and threadsafe. A table that is not whole fails the loading of this class.
 *
 * <p>Two codes stand for what only the broker knows: {@link #ROLLED_BACK}, which it replaces by
 * XA_RBTIMEOUT for a branch that timed out, and {@link #HEURISTIC_OUTCOME}, which it replaces by
 * the outcome that an administrator chose. XA_RDONLY, XA_RETRY and a broker's failures do not
 * follow from a state, so they do not occur here.
 */
public final class TransitionTable {

    /** Stands for the XA_RB* code that fits the branch. */
    public static final int ROLLED_BACK = XAException.XA_RBROLLBACK;

    /** Stands for the XA_HEUR* code that was stored with the branch. */
    public static final int HEURISTIC_OUTCOME = XAException.XA_HEURHAZ;

    /**
     * A line for each call and situation, an answer for each state. The name of an effect: XA_OK
     * and that effect. The short name of a code: refused with it (OK: nothing to do, and no error).
     * Both with a slash between: the effect, reported with that code.
     */
    private static final String LINES =
            """
            #                                     S0      S1              S2        S3       S4                 S5
            START            FREE                 BEGIN   DUPID           DUPID     DUPID    DUPID              DUPID
            START            ENDED_HERE           BEGIN   DUPID           DUPID     DUPID    DUPID              DUPID
            START            ASSOCIATED_HERE      PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START            ASSOCIATED_ELSEWHERE PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START            SUSPENDED_HERE       PROTO   DUPID           DUPID     DUPID    DUPID              DUPID
            START            SUSPENDED_HERE_BUSY  PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START            LOCAL_WORK           OUTSIDE OUTSIDE         OUTSIDE   OUTSIDE  OUTSIDE            OUTSIDE

            START_JOIN       FREE                 NOTA    ASSOCIATE       ASSOCIATE PROTO    RB                 PROTO
            START_JOIN       ENDED_HERE           NOTA    ASSOCIATE       ASSOCIATE PROTO    RB                 PROTO
            START_JOIN       ASSOCIATED_HERE      PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_JOIN       ASSOCIATED_ELSEWHERE PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_JOIN       SUSPENDED_HERE       NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            START_JOIN       SUSPENDED_HERE_BUSY  PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_JOIN       LOCAL_WORK           OUTSIDE OUTSIDE         OUTSIDE   OUTSIDE  OUTSIDE            OUTSIDE

            START_RESUME     FREE                 NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            START_RESUME     ENDED_HERE           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            START_RESUME     ASSOCIATED_HERE      PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_RESUME     ASSOCIATED_ELSEWHERE PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_RESUME     SUSPENDED_HERE       NOTA    ASSOCIATE       PROTO     PROTO    RB                 PROTO
            START_RESUME     SUSPENDED_HERE_BUSY  PROTO   PROTO           PROTO     PROTO    PROTO              PROTO
            START_RESUME     LOCAL_WORK           OUTSIDE OUTSIDE         OUTSIDE   OUTSIDE  OUTSIDE            OUTSIDE

            END_SUCCESS      FREE                 NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUCCESS      ENDED_HERE           NOTA    OK              OK        PROTO    RB                 PROTO
            END_SUCCESS      ASSOCIATED_HERE      NOTA    DISSOCIATE      PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_SUCCESS      ASSOCIATED_ELSEWHERE NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUCCESS      SUSPENDED_HERE       NOTA    DISSOCIATE      PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_SUCCESS      SUSPENDED_HERE_BUSY  NOTA    DISSOCIATE      PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_SUCCESS      LOCAL_WORK           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO

            END_SUSPEND      FREE                 NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUSPEND      ENDED_HERE           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUSPEND      ASSOCIATED_HERE      NOTA    SUSPEND         PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_SUSPEND      ASSOCIATED_ELSEWHERE NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUSPEND      SUSPENDED_HERE       NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUSPEND      SUSPENDED_HERE_BUSY  NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_SUSPEND      LOCAL_WORK           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO

            END_FAIL         FREE                 NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_FAIL         ENDED_HERE           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_FAIL         ASSOCIATED_HERE      NOTA    DISSOCIATE_FAIL PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_FAIL         ASSOCIATED_ELSEWHERE NOTA    PROTO           PROTO     PROTO    PROTO              PROTO
            END_FAIL         SUSPENDED_HERE       NOTA    DISSOCIATE_FAIL PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_FAIL         SUSPENDED_HERE_BUSY  NOTA    DISSOCIATE_FAIL PROTO     PROTO    RB/DISSOCIATE_FAIL PROTO
            END_FAIL         LOCAL_WORK           NOTA    PROTO           PROTO     PROTO    PROTO              PROTO

            PREPARE          CLOSED               NOTA    PROTO           PREPARE   PROTO    RB/ROLLBACK        PROTO
            PREPARE          OPEN                 NOTA    PROTO           PROTO     PROTO    PROTO              PROTO

            COMMIT_TWO_PHASE CLOSED               NOTA    PROTO           PROTO     COMMIT   PROTO              HEUR
            COMMIT_TWO_PHASE OPEN                 NOTA    PROTO           PROTO     PROTO    PROTO              HEUR

            COMMIT_ONE_PHASE CLOSED               NOTA    PROTO           COMMIT    PROTO    RB/ROLLBACK        HEUR
            COMMIT_ONE_PHASE OPEN                 NOTA    PROTO           PROTO     PROTO    PROTO              HEUR

            ROLLBACK         CLOSED               NOTA    PROTO           ROLLBACK  ROLLBACK ROLLBACK           HEUR
            ROLLBACK         OPEN                 NOTA    PROTO           PROTO     PROTO    PROTO              HEUR

            FORGET           CLOSED               NOTA    PROTO           PROTO     PROTO    PROTO              FORGET
            FORGET           OPEN                 NOTA    PROTO           PROTO     PROTO    PROTO              FORGET
            """;

    private static final Map<String, Integer> CODES =
            Map.of(
                    "OK", XAResource.XA_OK,
                    "PROTO", XAException.XAER_PROTO,
                    "NOTA", XAException.XAER_NOTA,
                    "DUPID", XAException.XAER_DUPID,
                    "OUTSIDE", XAException.XAER_OUTSIDE,
                    "RB", ROLLED_BACK,
                    "HEUR", HEURISTIC_OUTCOME);

    private static final Transition NOT_FOUND_BY_THIS_CALL =
            new Transition(XAException.XAER_PROTO, Effect.NONE);

    private static final Map<Cell, Transition> CELLS = read(LINES);

    private TransitionTable() {}

    private record Cell(XaCall call, Situation situation, BranchState state) {}

    /** One row of the table: what the call leads to in that situation and state. */
    public record Row(XaCall call, Situation situation, BranchState state, Transition transition) {}

    /**
     * What the call leads to. Total: every combination has an answer. One whose situation
     * {@linkplain Situation#appliesTo cannot be found} by the call is refused with XAER_PROTO.
     */
    public static Transition of(XaCall call, Situation situation, BranchState state) {
        return Objects.requireNonNull(CELLS.get(new Cell(call, situation, state)));
    }

    /** All rows whose situation applies to the call, in the order of the enums. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (XaCall call : XaCall.values()) {
            for (Situation situation : Situation.values()) {
                for (BranchState state : BranchState.values()) {
                    if (situation.appliesTo(call)) {
                        rows.add(new Row(call, situation, state, of(call, situation, state)));
                    }
                }
            }
        }
        return rows;
    }

    private static Map<Cell, Transition> read(String lines) {
        Map<Cell, Transition> cells = new HashMap<>();
        lines.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> readLine(cells, line));
        for (XaCall call : XaCall.values()) {
            for (Situation situation : Situation.values()) {
                for (BranchState state : BranchState.values()) {
                    Cell cell = new Cell(call, situation, state);
                    if (situation.appliesTo(call) == (cells.get(cell) == null)) {
                        throw new IllegalStateException("missing or out of place: " + cell);
                    }
                    cells.putIfAbsent(cell, NOT_FOUND_BY_THIS_CALL);
                }
            }
        }
        return Map.copyOf(cells);
    }

    private static void readLine(Map<Cell, Transition> cells, String line) {
        String[] words = line.trim().split(" +", -1);
        BranchState[] states = BranchState.values();
        if (words.length != 2 + states.length) {
            throw new IllegalStateException("not an answer for each state: " + line);
        }
        for (int i = 0; i < states.length; i++) {
            Cell cell = new Cell(XaCall.valueOf(words[0]), Situation.valueOf(words[1]), states[i]);
            if (cells.put(cell, transition(words[2 + i])) != null) {
                throw new IllegalStateException("twice in the table: " + cell);
            }
        }
    }

    private static Transition transition(String word) {
        int slash = word.indexOf('/');
        if (slash >= 0) {
            return new Transition(
                    code(word.substring(0, slash)), Effect.valueOf(word.substring(slash + 1)));
        }
        return CODES.containsKey(word)
                ? new Transition(code(word), Effect.NONE)
                : new Transition(XAResource.XA_OK, Effect.valueOf(word));
    }

    private static int code(String word) {
        return Objects.requireNonNull(CODES.get(word), word);
    }
}
