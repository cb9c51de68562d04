package io.ternmq.wire.message;

/** Which kind of message a content is, so that it can be told without decoding the body. */
public enum BodyKind {
    NONE(0),
    OBJECT(1),
    MAP(2),
    BYTES(3),
    STREAM(4),
    TEXT(5);

    private final byte code;

    BodyKind(int code) {
        this.code = (byte) code;
    }

    /** What stands in the annotation {@code x-opt-jms-msg-type}. */
    byte code() {
        return code;
    }

    /** The kind of a code; throws {@link MalformedContentException} for a code that is unknown. */
    static BodyKind of(int code) {
        for (BodyKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new MalformedContentException(
                "the content has a body of unknown kind " + code + "; known are 0 to 5", null);
    }
}
