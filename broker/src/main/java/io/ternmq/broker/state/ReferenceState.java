package io.ternmq.broker.state;

/** Where a message stands in its queue, and which moves are legal. */
enum ReferenceState {
    /** Sent in a branch that has not committed. */
    UNCOMMITTED,
    /** To be delivered. */
    READY,
    /** At a consumer, not acknowledged. */
    DELIVERED,
    /** Consumed in a branch that has not committed. */
    CONSUMED,
    /** Gone. */
    GONE;

    boolean mayBecome(ReferenceState next) {
        return switch (this) {
            case UNCOMMITTED -> next == READY || next == GONE;
            case READY -> next == DELIVERED || next == CONSUMED || next == GONE;
            case DELIVERED -> next == READY || next == CONSUMED || next == GONE;
            case CONSUMED -> next == READY || next == GONE;
            case GONE -> false;
        };
    }
}
