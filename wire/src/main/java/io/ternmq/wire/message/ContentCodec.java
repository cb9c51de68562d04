package io.ternmq.wire.message;

/** Encodes and decodes content. */
public final class ContentCodec {

    private ContentCodec() {}
}
