package io.ternmq.wire;

/**
 * Takes what a broker sends. Called by one thread at a time, in the order of sending; that thread
 * is the broker's or the network's, so it must neither block nor throw.
 */
@FunctionalInterface
public interface EventHandler {

    void onEvent(Event event);
}
