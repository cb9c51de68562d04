package io.ternmq.broker.state;

import io.ternmq.broker.record.Record;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the persistent messages as they are at one moment, in steps between which the state goes
 * on: what is about to change is taken before it does. Belongs to the state machine's thread.
 */
public final class Capture {

    private final long number;
    private final Backlog backlog;
    private List<Record> taken = new ArrayList<>();
    private @Nullable Reference next;
    private long left;

    Capture(long number, Backlog backlog) {
        this.number = number;
        this.backlog = backlog;
        this.next = backlog.first();
        this.left = backlog.count();
    }

    /**
     * Takes the next step.
     *
     * @param most how many messages it looks at; what had to be taken since comes with it
     * @return kept messages, each behind the parts of its content
     */
    public List<Record> step(int most) {
        for (int i = 0; i < most && left > 0 && next != null; i++) {
            Reference reference = next;
            next = reference.behind;
            changing(reference);
        }
        List<Record> step = taken;
        taken = new ArrayList<>();
        return step;
    }

    /** Whether there is nothing left for another step. */
    public boolean done() {
        return left == 0 && taken.isEmpty();
    }

    /** Ends it, done or not. */
    public void close() {
        backlog.release(this);
    }

    /** Those that came since it began are born with its number. */
    void changing(Reference reference) {
        if (reference.captured < number) {
            reference.captured = number;
            if (reference.content instanceof LargeContent large) {
                taken.addAll(large.records());
            }
            taken.add(reference.kept());
            left--;
        }
    }

    void removing(Reference reference) {
        changing(reference);
        if (next == reference) {
            next = reference.behind;
        }
    }
}
