package io.ternmq.bench;

/** A journal in a benchmark. Threadsafe. */
interface Contender extends AutoCloseable {

    String name();

    /** Appends one record and returns when it is durable. */
    void append(byte[] payload) throws Exception;

    /** Forces of the storage device so far. */
    long forces();

    /** Does, between two slices, what would otherwise pile up. */
    default void tidy() throws Exception {}

    @Override
    void close() throws Exception;
}
