package io.ternmq.journal;

/** What the journal can still take. */
public enum Space {
    /** Everything. */
    PLENTY,
    /**
     * The disk is full: what is reserved already is kept for work that ends things
     * (acknowledgements, commits, rollbacks, copies). The owner must refuse new work. Comes back to
     * {@link #PLENTY} by itself when the disk has space again.
     */
    RESERVE_ONLY
}
