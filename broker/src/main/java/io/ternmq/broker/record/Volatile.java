package io.ternmq.broker.record;

import io.ternmq.wire.SessionMode;
import io.ternmq.xa.XidValue;
import org.jspecify.annotations.Nullable;

/** A change that need not survive the broker. */
public sealed interface Volatile extends Change {

    @Override
    default boolean journaled() {
        return false;
    }

    record ConnectionOpened(long connection, @Nullable String clientId) implements Volatile {}

    record ClientIdClaimed(long connection, String clientId) implements Volatile {}

    record ConnectionClosed(long connection) implements Volatile {}

    record SessionOpened(SessionKey session, SessionMode mode) implements Volatile {}

    record SessionClosed(SessionKey session) implements Volatile {}

    record ConsumerOpened(ConsumerKey consumer, SessionKey session, long queueId)
            implements Volatile {}

    record ConsumerClosed(ConsumerKey consumer) implements Volatile {}

    record CreditGranted(ConsumerKey consumer, int deliveries) implements Volatile {}

    /** A message is on its way to a consumer. */
    record Dispatched(ConsumerKey consumer, long deliveryId, long queueId, long messageNo)
            implements Volatile {}

    /** A delivery went back to its queue. */
    record Returned(SessionKey session, long deliveryId) implements Volatile {}

    /** A branch exists; {@code xid} is null for the local transaction of {@code session}. */
    record BranchBegun(
            long tx, @Nullable XidValue xid, SessionKey session, long nowMs, long deadlineMs)
            implements Volatile {}

    /** The session works for the branch. */
    record Associated(long tx, SessionKey session) implements Volatile {}

    /** The session stopped working for the branch, for a while. */
    record Suspended(long tx, SessionKey session) implements Volatile {}

    /** The session does not work for the branch any more. */
    record Dissociated(long tx, SessionKey session) implements Volatile {}

    /** The branch can only be rolled back. */
    record BranchFailed(long tx, String reason) implements Volatile {}

    /** A branch without work ended. */
    record BranchDropped(long tx) implements Volatile {}

    /**
     * A branch took too long: its work is undone, and its Xid answers so until it is rolled back.
     */
    record BranchTimedOut(long tx) implements Volatile {}

    record TimeoutSet(SessionKey session, int seconds) implements Volatile {}

    /** A session begins to send a content in parts; the numbers are as in the first of them. */
    record ContentBegun(SessionKey session, long contentId, long contentNo, int parts, int size)
            implements Volatile {}

    /** What a session has sent of a content in parts is given up. */
    record ContentDropped(SessionKey session) implements Volatile {}

    /** The disk is full, or has space again; {@code directory} is the journal's. */
    record SpaceChanged(boolean full, String directory) implements Volatile {}
}
