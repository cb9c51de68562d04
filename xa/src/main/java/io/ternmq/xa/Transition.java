package io.ternmq.xa;

import javax.transaction.xa.XAResource;

/**
 * What a call leads to.
 *
 * @param code {@link XAResource#XA_OK}, {@link XAResource#XA_RDONLY}, or the error code of an
 *     XAException; where {@code effect} acts, a code other than XA_OK is reported after acting.
 *     {@link TransitionTable#ROLLED_BACK} and {@link TransitionTable#HEURISTIC_OUTCOME} stand for
 *     the code that fits the branch
 * @param effect what the broker does
 */
public record Transition(int code, Effect effect) {

    /** What the broker does with the association and the branch. */
    public enum Effect {
        /** Nothing changes: the call is refused, or there is nothing left to do. */
        NONE,
        /** A new branch, associated with the calling resource. */
        BEGIN,
        /** The calling resource is associated with the existing branch, no longer suspended. */
        ASSOCIATE,
        /** The association is suspended. */
        SUSPEND,
        /** The association ends; the branch is idle when it was the last one. */
        DISSOCIATE,
        /** The association ends, and the branch can only be rolled back. */
        DISSOCIATE_FAIL,
        /** Vote: the broker checks what it must guarantee, and records the vote. */
        PREPARE,
        /** The branch's work takes effect. */
        COMMIT,
        /** The branch's work is undone. */
        ROLLBACK,
        /** The outcome that an administrator chose is forgotten. */
        FORGET
    }

    /** Whether the call is refused without any change. */
    public boolean refused() {
        return effect == Effect.NONE && code != XAResource.XA_OK;
    }
}
