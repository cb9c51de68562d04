package io.ternmq.wire;

import io.ternmq.xa.XidValue;
import java.util.List;
import java.util.UUID;

/** What a {@link Request} led to. */
public sealed interface Result {

    /** It was done. */
    record Done() implements Result {
        /** The only one that is needed. */
        public static final Done DONE = new Done();
    }

    /**
     * The connection stands.
     *
     * @param journalId the identity of the broker's journal, for isSameRM
     * @param connectionId unique among all connections of the broker, over restarts too
     * @param maxMessageBytes the largest content that the broker takes
     * @param maxPartBytes the largest content of one frame; a larger one comes in parts of exactly
     *     this size, see {@link Request.SendPart}
     */
    record Connected(UUID journalId, String connectionId, int maxMessageBytes, int maxPartBytes)
            implements Result {}

    /** The association stands; {@code tx} is the number for frames that belong to the branch. */
    record Started(long tx) implements Result {}

    /** {@code vote}: XAResource.XA_OK or XA_RDONLY. */
    record Voted(int vote) implements Result {}

    /** Branches in doubt. */
    record Branches(List<XidValue> xids) implements Result {}

    /** It was refused, and nothing changed unless the code says so. */
    record Refused(ErrorCode code, String reason) implements Result {}

    /** An XA call was answered with an error code of XAException. */
    record XaRefused(int errorCode, String reason) implements Result {}
}
