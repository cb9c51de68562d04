package io.ternmq.journal;

import java.nio.ByteBuffer;

/** Receives the records of a journal in the order of appending. */
@FunctionalInterface
public interface RecordVisitor {

    /**
     * One record.
     *
     * @param position of the record; greater than that of every record before it
     * @param type as it was appended, 0 to 65,535
     * @param payload read-only, from position to limit; valid only during the call
     */
    void record(long position, int type, ByteBuffer payload);
}
