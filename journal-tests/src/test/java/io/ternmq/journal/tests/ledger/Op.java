package io.ternmq.journal.tests.ledger;

import java.util.List;

/** What is done to a store at once: one batch of its journal. Branch 0 is no branch. */
public sealed interface Op {

    /** New messages, with ids that follow each other. */
    record Add(long branch, long firstId, List<Integer> sizes) implements Op {}

    /** Messages that are done with, at once or when the branch commits. */
    record Acknowledge(long branch, List<Long> ids) implements Op {}

    /** A delivery was counted. */
    record Update(long id, int count) implements Op {}

    /** A binding is set, or taken away if the value is empty. */
    record Bind(int key, String value) implements Op {}

    /** A branch promises to commit. */
    record Prepare(long branch) implements Op {}

    /** A branch's effects become real. */
    record Commit(long branch) implements Op {}

    /** A branch's effects are undone. */
    record Rollback(long branch) implements Op {}

    /** All of these or none. */
    record Together(List<Op> parts) implements Op {}
}
