package io.ternmq.broker.record;

import io.ternmq.wire.message.Content;
import org.jspecify.annotations.Nullable;

/**
 * The content of a stored message whose bytes stand in {@link Record.ContentPart}s before it.
 *
 * @param contentNo the number of the content
 * @param parts how many there are
 * @param size of all of them together in bytes
 * @param head stands for the record of the message itself, where it has a place in the journal; has
 *     no bytes
 */
public record PartsOfContent(long contentNo, int parts, int size, Content head) implements Content {

    private static final Content NO_HEAD = Content.of(new byte[0]);

    public PartsOfContent(long contentNo, int parts, int size) {
        this(contentNo, parts, size, NO_HEAD);
    }

    public PartsOfContent withHead(Content other) {
        return new PartsOfContent(contentNo, parts, size, other);
    }

    /** Never has them: the state puts the parts together when it applies the record. */
    @Override
    public byte[] bytes() {
        throw new IllegalStateException(this + " has no bytes of its own");
    }

    /** What knows where a record stands while it is needed; null for a record of no content. */
    public static @Nullable Content inRecord(Record record) {
        if (record instanceof Record.ContentPart part) {
            return part.part();
        }
        if (record instanceof Record.MessageStored stored) {
            return inRecord(stored.content());
        }
        return record instanceof Record.MessageKept kept ? inRecord(kept.content()) : null;
    }

    private static Content inRecord(Content content) {
        return content instanceof PartsOfContent parts ? parts.head : content;
    }
}
