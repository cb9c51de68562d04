package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Result;
import java.util.List;

/**
 * What a command leads to: changes, and an answer that waits for them.
 *
 * @param changes to be applied in this order, all of them
 * @param result the answer
 * @param until what the answer waits for
 */
public record Decision(List<Change> changes, Result result, Wait until) {

    /** What an answer waits for. */
    public enum Wait {
        /** Nothing. */
        NOTHING,
        /** Everything recorded so far must be durable. */
        DISK,
        /** What can be delivered now must have been delivered. */
        DELIVERIES
    }

    public Decision {
        changes = List.copyOf(changes);
    }

    static Decision done(List<? extends Change> changes) {
        return new Decision(List.copyOf(changes), Result.Done.DONE, Wait.NOTHING);
    }

    static Decision done(Change... changes) {
        return done(List.of(changes));
    }

    static Decision durable(List<? extends Change> changes) {
        return new Decision(List.copyOf(changes), Result.Done.DONE, Wait.DISK);
    }

    static Decision refused(ErrorCode code, String reason) {
        return new Decision(List.of(), new Result.Refused(code, reason), Wait.NOTHING);
    }

    static Decision xaRefused(int errorCode, String reason) {
        return new Decision(List.of(), new Result.XaRefused(errorCode, reason), Wait.NOTHING);
    }
}
