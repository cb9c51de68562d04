package io.ternmq.journal.tests.ledger;

/** What a store is restored from. */
public enum RestoreFrom {
    /** The newest checkpoint that can be read, else an older one, else everything. */
    BEST,
    /** The older of two checkpoints, if there are two; else as {@link #BEST}. */
    OLDER,
    /** All records. */
    ALL
}
