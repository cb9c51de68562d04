package io.ternmq.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

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
    FORGET;

    /**
     * The start that the flags ask for.
     *
     * @throws XAException XAER_INVAL for anything but TMNOFLAGS, TMJOIN or TMRESUME
     */
    public static XaCall ofStart(int flags) throws XAException {
        return switch (flags) {
            case XAResource.TMNOFLAGS -> START;
            case XAResource.TMJOIN -> START_JOIN;
            case XAResource.TMRESUME -> START_RESUME;
            default -> throw badFlags("start", flags, "TMNOFLAGS, TMJOIN or TMRESUME");
        };
    }

    /**
     * The end that the flags ask for.
     *
     * @throws XAException XAER_INVAL for anything but TMSUCCESS, TMFAIL or TMSUSPEND
     */
    public static XaCall ofEnd(int flags) throws XAException {
        return switch (flags) {
            case XAResource.TMSUCCESS -> END_SUCCESS;
            case XAResource.TMFAIL -> END_FAIL;
            case XAResource.TMSUSPEND -> END_SUSPEND;
            default -> throw badFlags("end", flags, "TMSUCCESS, TMFAIL or TMSUSPEND");
        };
    }

    /** The commit of one or of two phases. */
    public static XaCall ofCommit(boolean onePhase) {
        return onePhase ? COMMIT_ONE_PHASE : COMMIT_TWO_PHASE;
    }

    /** Whether it is one of the starts. */
    public boolean isStart() {
        return this == START || this == START_JOIN || this == START_RESUME;
    }

    /** Whether it is one of the ends. */
    public boolean isEnd() {
        return this == END_SUCCESS || this == END_SUSPEND || this == END_FAIL;
    }

    private static XAException badFlags(String call, int flags, String legal) {
        return XaErrors.exception(
                XAException.XAER_INVAL,
                call + " has the flags 0x" + Integer.toHexString(flags) + "; give " + legal);
    }
}
