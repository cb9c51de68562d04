package io.ternmq.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Combiner} does with the items that came in. */
public interface Turns<T> {

    /** Returned by {@link #run} when time alone needs no turn. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Takes what came in since the last turn. One thread at a time, not always the same, and each
     * sees what the ones before did. Must not wait for another item of the same combiner.
     *
     * @param items in the order of submission, valid during the call; empty if only time has passed
     * @return after how many nanoseconds the next turn is wanted though nothing comes in: 0 at
     *     once, {@link #NEVER} not at all
     * @throws Exception this, and any Error, ends the combiner
     */
    long run(List<T> items) throws Exception;

    /**
     * Gets an item that no turn has taken and none will, exactly once. On any thread.
     *
     * @param failure why it is over, or null if it was closed
     */
    void refuse(T item, @Nullable Throwable failure);

    /**
     * Called once, on the pump's thread, after the last turn and after the first refusals.
     *
     * @param failure what a turn threw, or null if it was closed
     * @param unfinished the items of the turn that threw
     */
    void ended(@Nullable Throwable failure, List<T> unfinished);
}
