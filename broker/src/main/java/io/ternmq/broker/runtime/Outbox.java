package io.ternmq.broker.runtime;

import io.ternmq.broker.state.Decision;
import io.ternmq.wire.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds the rule that nothing leaves before it is durable: every answer waits here for what it
 * depends on. No other class knows that rule.
 *
 * <p>Not threadsafe: it belongs to the loop. An answer that throws is the fault of its receiver;
 * the exception goes to the caller.
 */
final class Outbox {

    private record Entry(Answer answer, Result result) {}

    private final List<Entry> now = new ArrayList<>();
    private final List<Entry> onDisk = new ArrayList<>();
    private final List<Entry> delivered = new ArrayList<>();

    void add(Decision decision, Answer answer) {
        Entry entry = new Entry(answer, decision.result());
        switch (decision.until()) {
            case NOTHING -> now.add(entry);
            case DISK -> onDisk.add(entry);
            case DELIVERIES -> delivered.add(entry);
        }
    }

    /** Whether an answer waits for a force of the journal. */
    boolean waitsForDisk() {
        return !onDisk.isEmpty();
    }

    /** Lets go what waits for nothing. */
    void release() {
        release(now);
    }

    /** Everything recorded so far is durable. */
    void durable() {
        release(onDisk);
    }

    /** Everything that could be delivered has been. */
    void delivered() {
        release(delivered);
    }

    /** The broker failed: whoever still waits is told so instead. */
    void fail(Consumer<Answer> refusal) {
        for (List<Entry> entries : List.of(now, onDisk, delivered)) {
            entries.forEach(entry -> refusal.accept(entry.answer));
            entries.clear();
        }
    }

    private static void release(List<Entry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            entry.answer.complete(entry.result);
        }
        entries.clear();
    }
}
