package io.ternmq.broker.runtime;

import io.ternmq.wire.Result;

/**
 * Takes the answer to a command. Called once, on the loop's thread; must neither block nor throw.
 */
@FunctionalInterface
public interface Answer {

    void complete(Result result);
}
