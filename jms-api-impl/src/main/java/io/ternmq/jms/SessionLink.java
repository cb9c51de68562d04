package io.ternmq.jms;

import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import jakarta.jms.JMSException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The frames of one session, and the buffers of its consumers.
 *
 * <p>Threadsafe.
 */
final class SessionLink {

    private static final Logger LOG = System.getLogger(SessionLink.class.getName());

    final Link link;
    final long id;
    private final Map<Long, ConsumerBuffer> buffers = new ConcurrentHashMap<>();

    SessionLink(Link link) {
        this.link = link;
        this.id = link.nextId();
    }

    void register(long consumerId, ConsumerBuffer buffer) {
        buffers.put(consumerId, buffer);
        link.register(consumerId, buffer);
    }

    void unregister(long consumerId) {
        buffers.remove(consumerId);
        link.unregister(consumerId);
    }

    void unregisterAll() {
        buffers.keySet().forEach(this::unregister);
    }

    void wakeAll() {
        buffers.values().forEach(ConsumerBuffer::wake);
    }

    /**
     * Sends a content that is too large for one frame ahead in parts, each once the broker has the
     * one before; the session's next {@link Request.Send} must carry what this returns.
     *
     * @return the content, or what stands for it once its parts were sent
     */
    Content ahead(Content content, boolean persistent) throws JMSException {
        int size = content.size();
        int most = link.connected().maxPartBytes();
        if (size <= most) {
            return content;
        }
        long contentId = link.nextId();
        byte[] bytes = content.bytes();
        int offset = 0;
        for (int index = 0; offset < size; index++) {
            int end = offset + Math.min(most, size - offset);
            Content part = Content.of(Arrays.copyOfRange(bytes, offset, end));
            int nth = index;
            link.call(
                    request ->
                            new Request.SendPart(
                                    request, id, contentId, persistent, size, nth, part));
            offset = end;
        }
        return new ContentInParts(contentId, size);
    }

    /** Takes an acknowledgement to the broker, without asking for a reply. */
    void acknowledge(long tx, List<Long> deliveries) throws JMSException {
        link.post(new Request.Acknowledge(0, id, tx, deliveries));
    }

    /** The same, with a reply when it is durable. */
    Pending beginAcknowledge(long tx, List<Long> deliveries) throws JMSException {
        return link.begin(request -> new Request.Acknowledge(request, id, tx, deliveries));
    }

    void handed(long delivery) throws JMSException {
        link.post(new Request.Handed(id, delivery));
    }

    /** Gives all unacknowledged deliveries back; those handed over count once more. */
    void recover(List<Long> handed) throws JMSException {
        takeBack(link.beginCall(request -> new Request.Recover(request, id, handed), this::clear));
    }

    void commit() throws JMSException {
        link.call(request -> new Request.Commit(request, id));
    }

    void rollback() throws JMSException {
        takeBack(link.beginCall(request -> new Request.Rollback(request, id), this::clear));
    }

    private void takeBack(Pending reply) throws JMSException {
        Result result = reply.await();
        LOG.log(Level.TRACE, "TERN0302 session {0} starts over: {1}", id, result);
        for (Long consumer : List.copyOf(buffers.keySet())) {
            grant(consumer, false);
        }
    }

    private void clear() {
        buffers.values().forEach(ConsumerBuffer::clear);
    }

    /** Grants the credit that is due. {@code wanted}: somebody waits for a delivery. */
    void grant(long consumerId, boolean wanted) throws JMSException {
        ConsumerBuffer buffer = buffers.get(consumerId);
        int due = buffer == null ? 0 : buffer.creditDue(wanted);
        if (due > 0) {
            link.post(new Request.Credit(consumerId, due));
        }
    }

    void closeConsumer(long consumerId, List<Long> handed) throws JMSException {
        List<Long> copy = new ArrayList<>(handed);
        link.call(request -> new Request.CloseConsumer(request, consumerId, copy));
    }
}
