package io.ternmq.broker;

import java.time.Instant;
import javax.transaction.xa.Xid;

/**
 * A branch in doubt, as an administrator sees it.
 *
 * @param xid its name
 * @param preparedAt when it voted
 * @param sends how many messages it will send
 * @param receives how many messages it will consume
 * @param heuristic whether an administrator decided it and its manager has not forgotten it yet
 */
public record PreparedBranch(
        Xid xid, Instant preparedAt, int sends, int receives, boolean heuristic) {}
