package io.ternmq.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Where the documents of one opening go: the seam between what a batch is and what stores it. The
 * writer's alone. Any failure leaves it unusable.
 */
interface BatchStore extends AutoCloseable {

    /** Completes the checksum of a document once its place is known. */
    @FunctionalInterface
    interface Seal {
        void at(ByteBuffer document, long file, long offset);
    }

    /**
     * Begins the next file. Nothing is forced.
     *
     * @return the new file
     */
    Path begin(long file, ByteBuffer header, Seal seal);

    /**
     * Appends a document to the current file.
     *
     * @return its offset in the file
     */
    long append(ByteBuffer document, Seal seal);

    @Override
    void close();
}
