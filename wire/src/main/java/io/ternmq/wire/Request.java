package io.ternmq.wire;

import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.wire.message.Envelope;
import io.ternmq.xa.XidValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame from a client to a broker.
 *
 * <p>The frames of one transport are handled in the order of sending. Each frame with a {@link
 * #requestId} other than 0 is answered by exactly one {@link Event.Reply} with that id, once what
 * it depends on is durable; a frame with id 0 is answered only if it is refused and has nobody to
 * tell: then by {@link Event.Failed}.
 *
 * <p>Ids of sessions, consumers and requests are chosen by the client, from 1, unique within its
 * transport and never used again.
 */
public sealed interface Request extends Frame {

    /** The transaction of a frame outside any transaction. */
    long NO_TX = 0;

    /**
     * The transaction of a frame in the local transaction of its {@link SessionMode#TRANSACTED}
     * session.
     */
    long LOCAL_TX = -1;

    /** Chosen by the client; 0 if no answer is wanted. */
    long requestId();

    /**
     * The first frame. Answered by {@link Result.Connected}; refused with SECURITY or
     * INVALID_CLIENT_ID.
     */
    record Connect(
            long requestId,
            @Nullable String user,
            @Nullable String password,
            @Nullable String clientId)
            implements Request {}

    /** Claims a client id for this connection. Refused with INVALID_CLIENT_ID if another has it. */
    record SetClientId(long requestId, String clientId) implements Request {}

    /**
     * The orderly end of the connection: local transactions are rolled back, what was not
     * acknowledged goes back, branches that were ended stay. The last frame.
     */
    record Disconnect(long requestId) implements Request {}

    record OpenSession(long requestId, long sessionId, SessionMode mode) implements Request {}

    /** Rolls its local transaction back; an open association ends as by TMFAIL. */
    record CloseSession(long requestId, long sessionId) implements Request {}

    /**
     * Messages come once credit was granted. Refused with INVALID_DESTINATION, INVALID_SELECTOR.
     */
    record OpenConsumer(
            long requestId,
            long sessionId,
            long consumerId,
            DestinationName destination,
            @Nullable String selector,
            boolean noLocal)
            implements Request {}

    /**
     * Deliveries of this consumer that were neither handed over nor acknowledged go back,
     * uncounted. {@code handed} lists those that were handed to the application and are still
     * unacknowledged: they stay with the session.
     */
    record CloseConsumer(long requestId, long consumerId, List<Long> handed) implements Request {}

    /**
     * The broker may have this many more deliveries outstanding at the consumer. Never answered.
     */
    record Credit(long consumerId, int deliveries) implements Request {
        @Override
        public long requestId() {
            return 0;
        }
    }

    /** Answered after everything that can be delivered to the consumer now has been: a barrier. */
    record Pull(long requestId, long consumerId) implements Request {}

    /**
     * One part of a content that is larger than {@link Result.Connected#maxPartBytes}, sent ahead
     * of the {@link Send} that claims it with {@link ContentInParts}. Answered once the part is
     * durable (persistent) or accepted, so that a sender who waits for each answer holds others up
     * for one part at the most.
     *
     * <p>A session has one content under way: the first part of another one, any refused part, a
     * refused {@link Send} and the end of the session drop what was sent of it.
     *
     * @param contentId chosen by the client like the id of a session
     * @param persistent whether it is for a persistent message
     * @param totalBytes the size of the whole content
     * @param index of the part, from 0, without gaps
     * @param part of exactly {@link Result.Connected#maxPartBytes}, the last one of the rest
     */
    record SendPart(
            long requestId,
            long sessionId,
            long contentId,
            boolean persistent,
            int totalBytes,
            int index,
            Content part)
            implements Request {}

    /**
     * A message. Answered when durable (persistent, outside a transaction), else when accepted.
     *
     * @param tx {@link #NO_TX}, {@link #LOCAL_TX} or the number from {@link Result.Started}
     * @param content of at most {@link Result.Connected#maxPartBytes}, or a {@link ContentInParts}
     *     whose parts this session has sent
     */
    record Send(long requestId, long sessionId, long tx, Envelope envelope, Content content)
            implements Request {}

    /**
     * Acknowledges deliveries of one session. In a transaction it takes effect at commit and needs
     * no answer; outside one it is answered when durable.
     */
    record Acknowledge(long requestId, long sessionId, long tx, List<Long> deliveryIds)
            implements Request {}

    /**
     * Tells that a delivery was handed to the application without being acknowledged in the same
     * breath, so that it counts should the process die. Never answered.
     */
    record Handed(long sessionId, long deliveryId) implements Request {
        @Override
        public long requestId() {
            return 0;
        }
    }

    /**
     * Session.recover(): all unacknowledged deliveries of the session go back in their old place.
     * Those in {@code handed} count as delivered once more. When the reply comes the client drops
     * what it buffered for the session, and grants that credit again.
     */
    record Recover(long requestId, long sessionId, List<Long> handed) implements Request {}

    /** Commits the local transaction of the session. Answered when durable. */
    record Commit(long requestId, long sessionId) implements Request {}

    /**
     * Rolls the local transaction of the session back. All deliveries of the session that are not
     * acknowledged go back too: buffers and credit as with {@link Recover}.
     */
    record Rollback(long requestId, long sessionId) implements Request {}

    /**
     * XAResource.start. {@code flags}: TMNOFLAGS, TMJOIN, TMRESUME. Answered by {@link
     * Result.Started}.
     */
    record XaStart(long requestId, long sessionId, XidValue xid, int flags) implements Request {}

    /** XAResource.end. {@code flags}: TMSUCCESS, TMFAIL, TMSUSPEND. */
    record XaEnd(long requestId, long sessionId, XidValue xid, int flags) implements Request {}

    /** Answered by {@link Result.Voted}, when the vote is durable. */
    record XaPrepare(long requestId, XidValue xid) implements Request {}

    record XaCommit(long requestId, XidValue xid, boolean onePhase) implements Request {}

    record XaRollback(long requestId, XidValue xid) implements Request {}

    record XaForget(long requestId, XidValue xid) implements Request {}

    /** Answered by {@link Result.Branches}: all prepared and heuristically completed branches. */
    record XaRecover(long requestId) implements Request {}

    /**
     * The timeout of branches that the session begins later, in seconds; 0 for the broker's
     * default.
     */
    record XaTimeout(long requestId, long sessionId, int seconds) implements Request {}
}
