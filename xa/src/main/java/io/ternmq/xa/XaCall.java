package io.ternmq.xa;

/** The calls of a transaction manager, by what the transition table tells apart. */
public enum XaCall {
    START,
    START_JOIN,
    START_RESUME,
    END_SUCCESS,
    END_SUSPEND,
    END_FAIL,
    PREPARE,
    COMMIT_TWO_PHASE,
    COMMIT_ONE_PHASE,
    ROLLBACK,
    FORGET
}
