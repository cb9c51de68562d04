package io.ternmq.broker.state;

import io.ternmq.wire.message.Content;
import org.jspecify.annotations.Nullable;

/**
 * A content that came in parts: first of the session that sends it, then of the message that it was
 * stored for.
 *
 * <p>Belongs to the state machine's thread, but for {@link #bytes}: any thread reads a content that
 * is whole, which then never changes.
 */
final class LargeContent implements Content {

    final long contentNo;
    private final int size;
    private final @Nullable Content[] parts;
    private int present;
    private long presentBytes;

    /** Who sends it; null once a message has it, and in replay. */
    @Nullable Session sender;

    /** How many messages have it: none yet, one, or two for a moment while one moves. */
    private int holders;

    LargeContent(long contentNo, int parts, int size) {
        this.contentNo = contentNo;
        this.size = size;
        this.parts = new Content[parts];
    }

    void add(int index, Content part) {
        parts[index] = part;
        present++;
        presentBytes += part.size();
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
