package io.ternmq.wire.message;

/**
 * Content that went ahead in parts: a frame names it, and carries none of its bytes.
 *
 * @param contentId the number of the content among those that its sender sent in parts
 * @param size of the whole content in bytes
 */
public record ContentInParts(long contentId, int size) implements Content {

    /** Never has them: only who took the parts can put them together. */
    @Override
    public byte[] bytes() {
        throw new IllegalStateException(
                "content "
                        + contentId
                        + " of "
                        + size
                        + " bytes went ahead in parts; only its receiver has it");
    }
}
