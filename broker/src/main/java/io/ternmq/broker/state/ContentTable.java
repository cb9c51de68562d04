package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record.ContentPart;
import io.ternmq.broker.record.Volatile.ContentBegun;
import io.ternmq.wire.message.Content;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents that came in parts, by number: those under way, which go with the session that sends
 * them, and those of stored messages, which go with these. Belongs to the state machine's thread.
 */
final class ContentTable {

    private final Map<Long, LargeContent> byNo = new LinkedHashMap<>();
    private final java.util.function.Consumer<Content> released;
    private long lastNo;
    private long lastVolatileNo;
    private long bytesUnderWay;
    private long volatileBytesUnderWay;

    /**
     * @param released told of each part that nobody needs any more
     */
    ContentTable(java.util.function.Consumer<Content> released) {
        this.released = released;
    }

    long lastContentNo() {
        return lastNo;
    }

    /** What was restored had numbers up to this. */
    void raise(long contentNo) {
        lastNo = Math.max(lastNo, contentNo);
    }

    Collection<LargeContent> contents() {
        return byNo.values();
    }

    long nextContentNo(boolean persistent) {
        return persistent ? lastNo + 1 : lastVolatileNo - 1;
    }

    @Nullable LargeContent content(long contentNo) {
        return byNo.get(contentNo);
    }

    /** How many there are, under way or with a message. */
    int size() {
        return byNo.size();
    }

    /** The whole size of the contents that sessions have under way. */
    long bytesUnderWay() {
        return bytesUnderWay;
    }

    /** Those of them that are for non-persistent messages, and so in memory. */
    long volatileBytesUnderWay() {
        return volatileBytesUnderWay;
    }

    void apply(ContentBegun change, Session session) {
        LargeContent content = new LargeContent(change.contentNo(), change.parts(), change.size());
        put(content);
        content.sender = session;
        session.sending = content;
        session.sendingId = change.contentId();
        underWay(content, content.size());
    }

    /** In replay the first part makes the content. */
    void apply(ContentPart record) {
        LargeContent content = byNo.get(record.contentNo());
        if (content == null) {
            content = new LargeContent(record.contentNo(), record.parts(), record.size());
            put(content);
        }
        content.add(record.index(), record.part());
    }

    /** The content of a message that is stored now; nobody sends it any more. */
    LargeContent claim(PartsOfContent parts) {
        LargeContent content = byNo.get(parts.contentNo());
        if (content == null) { // in the replay of a trimmed journal its parts may follow
            content = new LargeContent(parts.contentNo(), parts.parts(), parts.size());
            put(content);
        }
        content.head = parts.head();
        forgetSender(content);
        return content;
    }

    /** A session gives up what it sent of a content, if there is one. */
    void drop(Session session) {
        LargeContent content = session.sending;
        if (content != null) {
            forgetSender(content);
            byNo.remove(content.contentNo);
            content.eachRecord(released);
        }
    }

    /** A message has it. */
    void hold(LargeContent content) {
        content.hold();
    }

    /** A message that had it is gone. */
    void release(LargeContent content) {
        if (content.release()) {
            byNo.remove(content.contentNo);
            content.eachRecord(released);
        }
    }

    /**
     * A new opening of the broker: what was under way has nobody left who sends it.
     *
     * @param above only contents with numbers above this
     */
    void dropUnclaimed(long above) {
        for (LargeContent content : List.copyOf(byNo.values())) {
            if (!content.held() && (content.contentNo > above || !content.persistent())) {
                byNo.remove(content.contentNo);
                content.eachRecord(released);
            }
        }
    }

    private void put(LargeContent content) {
        byNo.put(content.contentNo, content);
        lastNo = Math.max(lastNo, content.contentNo);
        lastVolatileNo = Math.min(lastVolatileNo, content.contentNo);
    }

    private void forgetSender(LargeContent content) {
        Session session = content.sender;
        if (session != null) {
            content.sender = null;
            session.sending = null;
            underWay(content, -content.size());
        }
    }

    private void underWay(LargeContent content, int bytes) {
        bytesUnderWay += bytes;
        if (!content.persistent()) {
            volatileBytesUnderWay += bytes;
        }
    }
}
