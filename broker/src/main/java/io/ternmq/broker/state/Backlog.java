package io.ternmq.broker.state;

import org.jspecify.annotations.Nullable;

/**
 * All persistent messages of all queues, in the order in which they came, so that a {@link Capture}
 * can walk over them in steps while they change. Belongs to the state machine's thread.
 */
final class Backlog {

    private @Nullable Reference first;
    private @Nullable Reference last;
    private long count;
    private long captures;
    private @Nullable Capture capture;

    @Nullable Reference first() {
        return first;
    }

    long count() {
        return count;
    }

    /** Begins a capture; one that was not finished is given up. */
    Capture capture() {
        capture = new Capture(++captures, this);
        return capture;
    }

    /** A capture is finished, or given up. */
    void release(Capture done) {
        if (capture == done) {
            capture = null;
        }
    }

    /** Something of a message that must survive is about to change. */
    void changing(Reference reference) {
        if (capture != null && reference.persistent()) {
            capture.changing(reference);
        }
    }

    void add(Reference reference) {
        reference.captured = captures;
        reference.before = last;
        if (last == null) {
            first = reference;
        } else {
            last.behind = reference;
        }
        last = reference;
        count++;
    }

    void remove(Reference reference) {
        if (capture != null) {
            capture.removing(reference);
        }
        if (reference.before == null) {
            first = reference.behind;
        } else {
            reference.before.behind = reference.behind;
        }
        if (reference.behind == null) {
            last = reference.before;
        } else {
            reference.behind.before = reference.before;
        }
        reference.before = null;
        reference.behind = null;
        count--;
    }
}
