package io.ternmq.journal;

import java.util.List;

/**
 * What {@link JournalTools#verify} found.
 *
 * @param files that count
 * @param batches that are whole
 * @param records in them
 * @param bytes of them
 * @param checkpoints that are whole
 * @param findings in the order of the files; empty for a journal without fault
 */
public record VerifyReport(
        int files,
        long batches,
        long records,
        long bytes,
        int checkpoints,
        List<Finding> findings) {

    public VerifyReport {
        findings = List.copyOf(findings);
    }

    /** Whether the journal can be opened: nothing durable is missing. */
    public boolean opens() {
        return findings.stream().noneMatch(f -> f.kind() == Finding.Kind.DAMAGE);
    }
}
