package io.ternmq.examples.demo;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells clients which life of the server is up. It opens with each life; a client whose connection
 * was refused waits for a later one.
 */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private int life;

    /** This life of the server, counted from 1, takes orders. */
    void open(int newLife) {
        lock.lock();
        try {
            life = newLife;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a life after the given one takes orders, and answers which. */
    int awaitAfter(int deadLife) throws InterruptedException {
        lock.lock();
        try {
            while (life <= deadLife) {
                opened.await();
            }
            return life;
        } finally {
            lock.unlock();
        }
    }
}
