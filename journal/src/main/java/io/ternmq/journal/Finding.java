package io.ternmq.journal;

import java.nio.file.Path;

/**
 * Something in a journal's directory that is not as it should be.
 *
 * @param kind what it means
 * @param file where
 * @param offset where it begins, bytes from the start of the file
 * @param bytes how long it is; 0 where that has no meaning
 * @param text what was found, for people
 */
public record Finding(Kind kind, Path file, long offset, long bytes, String text) {

    /** What a finding means. */
    public enum Kind {
        /** Bytes that were durable once are missing or changed: the journal refuses to open. */
        DAMAGE,
        /**
         * Bytes behind the end that were never durable: the journal drops them when it opens, as it
         * should.
         */
        TORN_TAIL,
        /** A checkpoint that is passed over; the one before or a full replay stands in for it. */
        BAD_CHECKPOINT
    }
}
