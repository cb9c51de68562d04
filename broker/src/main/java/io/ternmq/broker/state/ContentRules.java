package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record.ContentPart;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Decision.Wait;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides about contents that come in parts, and about the size of all. Changes nothing. */
final class ContentRules {

    private final BrokerState state;

    ContentRules(BrokerState state) {
        this.state = state;
    }

    Decision part(long connection, Request.SendPart r) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return ConnectionRules.noSession(r.sessionId());
        }
        LargeContent before = session.sending;
        boolean first = before == null || session.sendingId != r.contentId();
        Decision refusal = first ? refuseFirst(session, r) : null;
        if (refusal == null) {
            refusal = refusePart(r, first ? null : before);
        }
        if (refusal != null) {
            return dropping(session, refusal);
        }
        List<Change> changes = new ArrayList<>();
        int parts = (int) ((r.totalBytes() + (long) partBytes() - 1) / partBytes());
        long contentNo;
        if (before == null || first) {
            if (before != null) {
                changes.add(new Volatile.ContentDropped(session.key));
            }
            contentNo = state.contents.nextContentNo(r.persistent());
            changes.add(
                    new Volatile.ContentBegun(
                            session.key, r.contentId(), contentNo, parts, r.totalBytes()));
        } else {
            contentNo = before.contentNo;
        }
        changes.add(new ContentPart(contentNo, parts, r.totalBytes(), r.index(), r.part()));
        return new Decision(changes, Result.Done.DONE, r.persistent() ? Wait.DISK : Wait.NOTHING);
    }

    private int partBytes() {
        return state.limits.maxPartBytes();
    }

    /** Everything that would refuse the content later, as far as it is known now. */
    private @Nullable Decision refuseFirst(Session session, Request.SendPart r) {
        Limits limits = state.limits;
        if (r.totalBytes() > limits.maxMessageBytes()) {
            return tooLarge(r.totalBytes());
        }
        // what it gives up is counted here, and dropped only if this one is taken or refused
        long own = session.sending == null ? 0 : session.sending.size();
        long ofConnection = -own;
        for (Session other :
                state.connections.connection(session.key.connection()).sessions.values()) {
            ofConnection += other.sending == null ? 0 : other.sending.size();
        }
        if (ofConnection + r.totalBytes() > limits.maxConnectionPartsBytes()) {
            return ConnectionRules.limit(
                    "maxConnectionPartsBytes",
                    limits.maxConnectionPartsBytes(),
                    "send fewer large messages at once over one connection");
        }
        if (state.contents.bytesUnderWay() - own + r.totalBytes() > limits.maxPartsBytes()) {
            return ConnectionRules.limit(
                    "maxPartsBytes", limits.maxPartsBytes(), "send fewer large messages at once");
        }
        return r.persistent() ? null : refuseMemory(r.totalBytes());
    }

    private @Nullable Decision refusePart(Request.SendPart r, @Nullable LargeContent before) {
        if (r.persistent() && state.fullDirectory() != null) {
            return noSpace();
        }
        int index = before == null ? 0 : before.present();
        long offset = (long) index * partBytes();
        boolean fits =
                r.totalBytes() > partBytes()
                        && r.index() == index
                        && r.part().size() == Math.min(partBytes(), r.totalBytes() - offset)
                        && (before == null
                                || (before.size() == r.totalBytes()
                                        && before.persistent() == r.persistent()));
        return fits
                ? null
                : Decision.refused(
                        ErrorCode.ILLEGAL_STATE,
                        "part "
                                + r.index()
                                + " of content "
                                + r.contentId()
                                + " has "
                                + r.part().size()
                                + " bytes of "
                                + r.totalBytes()
                                + "; part "
                                + index
                                + " was expected, in parts of "
                                + partBytes()
                                + " bytes (maxPartBytes)");
    }

    /** Why a send cannot have its content, or null. */
    @Nullable Decision refuse(Session session, Request.Send r) {
        boolean persistent = r.envelope().persistent();
        if (persistent && state.fullDirectory() != null) {
            return noSpace();
        }
        if (!(r.content() instanceof ContentInParts named)) {
            int size = r.content().size();
            if (size > state.limits.maxMessageBytes()) {
                return tooLarge(size);
            }
            if (size > partBytes()) {
                return Decision.refused(
                        ErrorCode.LIMIT,
                        "the frame has a content of "
                                + size
                                + " bytes; the limit maxPartBytes is "
                                + partBytes()
                                + "; send it in parts");
            }
            return persistent ? null : refuseMemory(size);
        }
        LargeContent sent = session.sending;
        boolean here =
                sent != null
                        && session.sendingId == named.contentId()
                        && sent.size() == named.size()
                        && sent.persistent() == persistent
                        && sent.whole();
        return here
                ? null
                : Decision.refused(
                        ErrorCode.ILLEGAL_STATE,
                        "content "
                                + named.contentId()
                                + " of "
                                + named.size()
                                + " bytes was not sent, or not to its end; send all its parts"
                                + " first");
    }

    /** What the record of a send has for its content. */
    static Content recorded(Session session, Request.Send r) {
        LargeContent sent = session.sending;
        return r.content() instanceof ContentInParts && sent != null
                ? new PartsOfContent(sent.contentNo, sent.parts(), sent.size())
                : r.content();
    }

    /** A refusal after which nothing is left of what the session has under way. */
    static Decision dropping(Session session, Decision refusal) {
        return session.sending == null
                ? refusal
                : new Decision(
                        List.of(new Volatile.ContentDropped(session.key)),
                        refusal.result(),
                        refusal.until());
    }

    private @Nullable Decision refuseMemory(int bytes) {
        long used = state.queues.volatileBytes() + state.contents.volatileBytesUnderWay();
        return used + bytes <= state.limits.memoryLimitBytes()
                ? null
                : ConnectionRules.limit(
                        "memoryLimitBytes",
                        state.limits.memoryLimitBytes(),
                        "consume non-persistent messages, send persistent ones");
    }

    private Decision tooLarge(int size) {
        return Decision.refused(
                ErrorCode.LIMIT,
                "the message has "
                        + size
                        + " bytes; the limit maxMessageBytes is "
                        + state.limits.maxMessageBytes()
                        + "; send several smaller ones, or raise the limit");
    }

    private Decision noSpace() {
        return Decision.refused(
                ErrorCode.NO_SPACE,
                "the disk of the data directory "
                        + state.fullDirectory()
                        + " is full, so the broker takes no new persistent messages; consume"
                        + " messages, or free space there, and send again");
    }
}
