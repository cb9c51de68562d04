package io.ternmq.broker.state;

import io.ternmq.xa.BranchState;
import io.ternmq.xa.XidValue;

/**
 * A branch in doubt, as administrators see it.
 *
 * @param state PREPARED or HEURISTIC
 * @param preparedMs when it was prepared, milliseconds of the epoch
 * @param sends how many messages it will send
 * @param receives how many messages it will consume
 */
public record BranchView(
        XidValue xid, BranchState state, long preparedMs, int sends, int receives) {}
