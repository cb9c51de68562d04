package io.ternmq.xa;

/** The transition table as data. */
public final class TransitionTable {

    private TransitionTable() {}

    /** What the call leads to. Total: every combination has an answer. */
    public static Transition of(XaCall call, Situation situation, BranchState state) {
        throw new UnsupportedOperationException(call + " " + situation + " " + state);
    }
}
