package io.ternmq.broker.state;

import io.ternmq.broker.record.PartsOfContent;
import io.ternmq.broker.record.Record.ContentPart;
import io.ternmq.wire.message.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content that came in parts: first of the session that sends it, then of the message that it was
 * stored for.
 *
 * <p>Belongs to the state machine's thread, but for {@link #bytes}: any thread reads a content that
 * is whole, which then never changes.
 */
final class LargeContent implements Content {

    private static final Content NO_HEAD = Content.of(new byte[0]);

    final long contentNo;
    private final int size;
    private final @Nullable Content[] parts;
    private int present;
    private long presentBytes;

    /** Knows where the record of its message stands. */
    Content head = NO_HEAD;

    /** Who sends it; null once a message has it, and in replay. */
    @Nullable Session sender;

    /** How many messages have it: none yet, one, or two for a moment while one moves. */
    private int holders;

    LargeContent(long contentNo, int parts, int size) {
        this.contentNo = contentNo;
        this.size = size;
        this.parts = new Content[parts];
    }

    /** A part came, or stands in another place than before. */
    void add(int index, Content part) {
        Content before = parts[index];
        if (before == null) {
            present++;
            presentBytes += part.size();
        }
        parts[index] = part;
    }

    @Nullable Content part(int index) {
        return index < parts.length ? parts[index] : null;
    }

    /** What a record of its message says of it. */
    PartsOfContent named() {
        return new PartsOfContent(contentNo, parts.length, size, head);
    }

    /** The records of the parts that are there. */
    List<ContentPart> records() {
        List<ContentPart> records = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            Content part = parts[i];
            if (part != null) {
                records.add(new ContentPart(contentNo, parts.length, size, i, part));
            }
        }
        return records;
    }

    /** What knows where its records stand, its message's too. */
    void eachRecord(java.util.function.Consumer<Content> visitor) {
        visitor.accept(head);
        for (Content part : parts) {
            if (part != null) {
                visitor.accept(part);
            }
        }
    }

    /** How many parts it will have. */
    int parts() {
        return parts.length;
    }

    /** The index of the part that comes next. */
    int present() {
        return present;
    }

    /** The size of the parts that came. */
    long presentBytes() {
        return presentBytes;
    }

    boolean whole() {
        return present == parts.length && presentBytes == size;
    }

    boolean persistent() {
        return contentNo > 0;
    }

    void hold() {
        holders++;
        sender = null;
    }

    /** Whether that was the last message that had it. */
    boolean release() {
        return --holders == 0;
    }

    boolean held() {
        return holders > 0;
    }

    @Override
    public int size() {
        return size;
    }

    /** Puts the parts together, each read when its turn comes. */
    @Override
    public byte[] bytes() {
        byte[] bytes = new byte[size];
        int offset = 0;
        for (Content part : parts) {
            if (part == null) {
                throw new IllegalStateException(this + " is not whole");
            }
            System.arraycopy(part.bytes(), 0, bytes, offset, part.size());
            offset += part.size();
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "content " + contentNo + " (" + present + " of " + parts.length + " parts)";
    }
}
