package io.ternmq.broker.state;

import io.ternmq.wire.Request;
import io.ternmq.xa.XidValue;

/** A wish. Everything that can change a broker comes to it as a command. */
public sealed interface Command {

    /** A frame of a client. */
    record FromClient(long connection, Request request) implements Command {}

    /** A connection went away without saying so. */
    record ConnectionLost(long connection) implements Command {}

    /** Time has passed; the present time comes with every command. */
    record Tick() implements Command {}

    /** The end of replay: branches without a vote are rolled back. */
    record EndReplay(long opening) implements Command {}

    /** What was delivered too often goes to the dead-letter queue. */
    record MoveExhausted() implements Command {}

    /** The disk is full, or has space again; {@code directory} is the journal's. */
    record SpaceChanged(boolean full, String directory) implements Command {}

    record CreateQueue(String name) implements Command {}

    record DeleteQueue(String name) implements Command {}

    /** An administrator decides a prepared branch. */
    record DecideBranch(XidValue xid, boolean commit) implements Command {}
}
