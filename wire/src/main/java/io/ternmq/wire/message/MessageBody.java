package io.ternmq.wire.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message, free of any API.
 *
 * <p>Entries of maps and streams are Boolean, Byte, Short, Character, Integer, Long, Float, Double,
 * String, byte[] or null, and come back as exactly the type they were. Whoever makes or gets a body
 * must not change the arrays and collections in it.
 */
public sealed interface MessageBody {

    /** Which kind of message this makes. */
    BodyKind kind();

    /** A message without a body. */
    record None() implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.NONE;
        }
    }

    record Text(@Nullable String text) implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.TEXT;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never changed by contract
    record Bytes(byte[] bytes) implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.BYTES;
        }
    }

    /** Keeps the order of the entries. */
    record Entries(Map<String, @Nullable Object> entries) implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.MAP;
        }
    }

    record Stream(List<@Nullable Object> elements) implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.STREAM;
        }
    }

    /** A serialized object; empty if none was set. */
    @SuppressWarnings("ArrayRecordComponent") // never changed by contract
    record Serialized(byte[] bytes) implements MessageBody {
        @Override
        public BodyKind kind() {
            return BodyKind.OBJECT;
        }
    }
}
