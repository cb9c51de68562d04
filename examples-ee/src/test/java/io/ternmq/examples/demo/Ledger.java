package io.ternmq.examples.demo;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the clients saw, order by order. Clients write, the demo's main thread waits for numbers of
 * answers. A failure of the load ends every wait.
 */
final class Ledger {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<Answer.Kind, Integer> counts = new EnumMap<>(Answer.Kind.class);
    private @Nullable Throwable failure;

    /** Notes an answer; an order has one. */
    void note(Answer answer) {
        lock.lock();
        try {
            if (answers.putIfAbsent(answer.order().id(), answer) != null) {
                throw new IllegalStateException("A second answer for " + answer.order().id());
            }
            counts.merge(answer.kind(), 1, Integer::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The load cannot go on. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for this many answers; the deadline starts anew with every answer. */
    void awaitAnswers(int number, Duration withoutProgress)
            throws InterruptedException, TimeoutException {
        lock.lock();
        try {
            while (answers.size() < number) {
                if (failure != null) {
                    throw new IllegalStateException("The load failed", failure);
                }
                if (!changed.await(withoutProgress.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new TimeoutException(
                            "No order was answered for %s; %d of %d are"
                                    .formatted(withoutProgress, answers.size(), number));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    List<Answer> answers() {
        lock.lock();
        try {
            return List.copyOf(answers.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return "%,d answered: %,d accepted, %,d refused, %,d unclear"
                    .formatted(
                            answers.size(),
                            counts.getOrDefault(Answer.Kind.ACCEPTED, 0),
                            counts.getOrDefault(Answer.Kind.REFUSED, 0),
                            counts.getOrDefault(Answer.Kind.UNCLEAR, 0));
        } finally {
            lock.unlock();
        }
    }
}
