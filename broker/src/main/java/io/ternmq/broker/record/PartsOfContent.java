package io.ternmq.broker.record;

import io.ternmq.wire.message.Content;

/**
 * The content of a stored message whose bytes stand in {@link Record.ContentPart}s before it.
 *
 * @param contentNo the number of the content
 * @param parts how many there are
 * @param size of all of them together in bytes
 */
public record PartsOfContent(long contentNo, int parts, int size) implements Content {

    /** Never has them: the state puts the parts together when it applies the record. */
    @Override
    public byte[] bytes() {
        throw new IllegalStateException(this + " has no bytes of its own");
    }
}
