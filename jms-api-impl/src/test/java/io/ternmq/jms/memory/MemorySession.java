package io.ternmq.jms.memory;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session: what it has and its transactions. */
final class MemorySession {

    final SessionMode mode;
    final MemoryConnection connection;
    final Map<Long, MemoryConsumer.Delivery> deliveries = new LinkedHashMap<>();
    MemoryWork local = new MemoryWork();
    @Nullable MemoryWork branch;

    private long sendingId;
    private byte[] sending = new byte[0];
    private int sent;

    MemorySession(MemoryConnection connection, SessionMode mode) {
        this.connection = connection;
        this.mode = mode;
    }

    /** Takes one part of a content; the first one of another content drops the one before. */
    Result part(Request.SendPart r) {
        if (r.totalBytes() > MemoryBroker.MAX_MESSAGE_BYTES) {
            return new Result.Refused(ErrorCode.LIMIT, "maxMessageBytes");
        }
        if (r.index() == 0) {
            sendingId = r.contentId();
            sending = new byte[r.totalBytes()];
            sent = 0;
        }
        int expected = Math.min(MemoryBroker.MAX_PART_BYTES, sending.length - sent);
        if (r.contentId() != sendingId
                || r.index() != sent / MemoryBroker.MAX_PART_BYTES
                || r.part().size() != expected) {
            return new Result.Refused(ErrorCode.ILLEGAL_STATE, "part " + r.index());
        }
        System.arraycopy(r.part().bytes(), 0, sending, sent, expected);
        sent += expected;
        return Result.Done.DONE;
    }

    /** What was sent in parts; null if that is not all of it. */
    @Nullable Content whole(ContentInParts named) {
        boolean here =
                named.contentId() == sendingId
                        && named.size() == sending.length
                        && sent == sending.length;
        sendingId = 0;
        return here ? Content.of(sending) : null;
    }

    /** Gives everything back; what is in {@code handed} counts. */
    void giveBackAll(Set<Long> handed) {
        for (MemoryConsumer.Delivery delivery : List.copyOf(deliveries.values())) {
            if (handed.contains(delivery.id)) {
                delivery.count();
            }
            delivery.giveBack();
        }
    }
}
