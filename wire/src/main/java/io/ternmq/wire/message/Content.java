package io.ternmq.wire.message;

/**
 * The part of a message that a broker carries and never decodes: AMQP 1.0 sections, written by
 * {@link ContentCodec}. Immutable and threadsafe; whoever is handed the array must not change it.
 */
public interface Content {

    /** Content that is at hand. */
    static Content of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Its size in bytes, without loading it. */
    int size();

    /**
     * The bytes; may read them from disk, on the calling thread.
     *
     * @throws ContentUnavailableException if they cannot be read
     */
    byte[] bytes();

    /** Content that is at hand. */
    record Bytes(byte[] bytes) implements Content {
        @Override
        public int size() {
            return bytes.length;
        }
    }
}
