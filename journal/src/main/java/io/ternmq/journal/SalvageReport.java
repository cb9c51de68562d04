package io.ternmq.journal;

import java.util.List;

/**
 * What {@link JournalTools#salvage} carried over and what is lost.
 *
 * @param batches carried over
 * @param records in them
 * @param lostBatches of which something durable is missing; counted from the gaps in their numbers,
 *     −1 if that cannot be told
 * @param findings what is wrong in the source
 */
public record SalvageReport(long batches, long records, long lostBatches, List<Finding> findings) {

    public SalvageReport {
        findings = List.copyOf(findings);
    }
}
