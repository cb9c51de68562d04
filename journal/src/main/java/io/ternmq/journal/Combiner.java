package io.ternmq.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the threads that bring work do it: whoever finds nobody at it takes everything that came in
 * as one turn, its own item included, and the others wait until the turn with theirs is over. There
 * is no hand-over to another thread for one who is alone, and no timer: what comes in during a turn
 * is the next one.
 *
 * <p>A thread leads until its own item is done; then it lets a waiting one lead, and only then
 * wakes those whose items are done. A thread of its own, the pump, leads for items that nobody
 * waits for and when time asks for a turn. After a turn of several items the next leader yields the
 * processor once before it looks, so that those who were just woken come into one turn and not into
 * two.
 *
 * <p>Threadsafe. An interrupt neither shortens a wait nor reaches a turn that has not begun; the
 * thread keeps it. A turn sees the context class loader of its {@link Turns}, never that of the
 * thread. A thread whose stack is nearly used up gets its StackOverflowError before it brings its
 * item in. Anything that a turn throws is the end for all: see {@link Turns#ended}.
 *
 * @param <T> one item of work
 */
public final class Combiner<T> implements AutoCloseable {

    private static final int WAITING = 0;
    private static final int LEADS = 1;
    private static final int DONE = 2;
    private static final int REFUSED = 3;

    /** How far a leader looks for one who waits; the pump takes what is in front of others. */
    private static final int LOOK_FOR_LEADER = 32;

    /** Frames that must fit on the stack of a thread that may come to lead. */
    private static final int SPARE_FRAMES = 256;

    /** The pump looks at least this often, should a thread die where it must not. */
    private static final long LONGEST_PARK_NS = TimeUnit.SECONDS.toNanos(1);

    private static final class Node<T> extends AtomicInteger {
        final T item;
        final @Nullable Thread waiter;

        /** The one behind it in its turn. */
        @Nullable Node<T> next;

        Node(T item, @Nullable Thread waiter) {
            super(WAITING);
            this.item = item;
            this.waiter = waiter;
        }
    }

    private final Turns<T> turns;
    private final int itemsATurn;
    private final ClassLoader loader;
    private final Thread pump;
    private final ConcurrentLinkedQueue<Node<T>> inbox = new ConcurrentLinkedQueue<>();

    /** Whether somebody leads, or was told to. */
    private final AtomicBoolean busy = new AtomicBoolean();

    // These belong to the leader and are handed on with busy.
    private @Nullable Node<T> taken;
    private final ArrayList<T> items = new ArrayList<>();
    private int lastTurn;
    private final List<T> view = Collections.unmodifiableList(items);

    private volatile @Nullable Thread leader;
    private volatile boolean timed = true;
    private volatile long dueNs = System.nanoTime();

    private final AtomicBoolean pumpSleeps = new AtomicBoolean();
    private volatile long pumpWakesNs;

    private volatile boolean stopping;
    private volatile boolean handedToPump;
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    /**
     * @param name of the pump's thread
     * @param itemsATurn the most that one turn gets, from 1
     */
    public Combiner(String name, int itemsATurn, Turns<T> turns) {
        if (itemsATurn < 1) {
            throw new IllegalArgumentException(
                    "itemsATurn is " + itemsATurn + "; give a number from 1");
        }
        this.turns = turns;
        this.itemsATurn = itemsATurn;
        this.loader = turns.getClass().getClassLoader();
        this.pump = new Thread(null, this::pump, name, 0, false);
        pump.setDaemon(true);
        pump.setContextClassLoader(loader);
    }

    /** Starts the pump, whose first turn may be an empty one. To be called once. */
    public void start() {
        pump.start();
    }

    /**
     * Brings an item and waits until the turn that took it is over; this thread may run that turn
     * and those before it.
     *
     * @return false if it was refused, or if its turn failed
     * @throws IllegalStateException from within a turn, which cannot wait for another
     */
    public boolean call(T item) {
        if (leads()) {
            throw new IllegalStateException("a turn cannot wait for another turn; offer the item");
        }
        probe(SPARE_FRAMES);
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        me.setContextClassLoader(loader);
        try {
            return bringAndWait(new Node<>(item, me));
        } finally {
            me.setContextClassLoader(before);
        }
    }

    private boolean bringAndWait(Node<T> node) {
        if (!bring(node)) {
            return false;
        }
        boolean interrupted = Thread.interrupted();
        if (busy.compareAndSet(false, true)) {
            lead(node);
        }
        while (node.get() < DONE) {
            if (node.get() == LEADS) {
                lead(node);
            } else {
                LockSupport.park(this);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return node.get() == DONE;
    }

    /**
     * Brings an item and does not wait. Allowed from within a turn.
     *
     * @return false if it was refused
     */
    public boolean offer(T item) {
        if (!bring(new Node<>(item, null))) {
            return false;
        }
        if (!busy.get()) {
            wakePump();
        }
        return true;
    }

    /** Whether the calling thread is in the middle of a turn. */
    public boolean leads() {
        return leader == Thread.currentThread();
    }

    /** Whether it has ended: whatever is brought is refused. */
    public boolean isOver() {
        return over;
    }

    /** The pump's thread: nothing is left when it has ended. */
    public Thread thread() {
        return pump;
    }

    /** Asks for the end and returns at once; what no turn has taken by then is refused. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(pump);
    }

    /** Asks for the end and waits for it; only asks, from within a turn or on the pump's thread. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (!leads() && Thread.currentThread() != pump && pump.isAlive()) {
            try {
                pump.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean bring(Node<T> node) {
        if (!over) {
            inbox.add(node);
            // If it ended meanwhile, the pump has seen the node or nobody will.
            if (!over || !node.compareAndSet(WAITING, REFUSED)) {
                return true;
            }
        }
        turns.refuse(node.item, failure);
        return false;
    }

    /** Overflows now, rather than in the middle of what others depend on. */
    private static int probe(int frames) {
        return frames == 0 ? 0 : probe(frames - 1) + 1;
    }

    /** Leads until the given item is done, for the pump one turn; then hands the lead on. */
    private void lead(@Nullable Node<T> own) {
        Node<T> done;
        try {
            done = turns(own);
        } catch (Throwable t) { // nobody knows what that turn has left behind
            if (own != null) {
                own.compareAndSet(LEADS, WAITING);
            }
            failure = t;
            LockSupport.unpark(pump);
            return;
        }
        if (own != null) {
            own.compareAndSet(LEADS, WAITING);
        }
        handOn();
        wake(done, own);
    }

    private @Nullable Node<T> turns(@Nullable Node<T> own) throws Exception {
        leader = Thread.currentThread();
        try {
            Node<T> done = turn();
            while (own != null && own.get() < DONE && !stopping) {
                wake(done, own);
                done = turn();
            }
            return done;
        } finally {
            leader = null;
        }
    }

    /** Returns the first of its items; they are done. */
    @SuppressWarnings("ThreadPriorityCheck") // the yield only saves time, nothing relies on it
    private @Nullable Node<T> turn() throws Exception {
        if (lastTurn > 1) {
            Thread.yield();
        }
        take();
        lastTurn = items.size();
        long in = turns.run(view);
        timed = in != Turns.NEVER;
        if (timed) {
            dueNs = System.nanoTime() + in;
        }
        Node<T> first = taken;
        for (Node<T> node = first; node != null; node = node.next) {
            node.set(DONE);
        }
        taken = null;
        items.clear();
        return first;
    }

    private void take() {
        Node<T> last = null;
        while (items.size() < itemsATurn) {
            Node<T> node = inbox.poll();
            if (node == null) {
                return;
            }
            if (last == null) {
                taken = node;
            } else {
                last.next = node;
            }
            last = node;
            items.add(node.item);
        }
    }

    /** To one who waits; if nobody does, to nobody, and the pump sees to what is left. */
    private void handOn() {
        while (true) {
            if (stopping) {
                handedToPump = true;
                LockSupport.unpark(pump);
                return;
            }
            Node<T> next = firstWaiting();
            if (next != null) {
                next.set(LEADS);
                LockSupport.unpark(next.waiter);
                return;
            }
            busy.set(false);
            if (stopping) {
                LockSupport.unpark(pump);
            }
            // Whoever came before that has found it busy and relies on this look.
            if (firstWaiting() == null) {
                if (!inbox.isEmpty() || (timed && dueNs - pumpWakesNs < 0)) {
                    wakePump();
                }
                return;
            }
            if (!busy.compareAndSet(false, true)) {
                return;
            }
        }
    }

    private @Nullable Node<T> firstWaiting() {
        Iterator<Node<T>> queued = inbox.iterator();
        for (int i = 0; i < LOOK_FOR_LEADER && queued.hasNext(); i++) {
            Node<T> node = queued.next();
            if (node.waiter != null) {
                return node;
            }
        }
        return null;
    }

    private static <T> void wake(@Nullable Node<T> first, @Nullable Node<T> own) {
        for (Node<T> node = first; node != null; node = node.next) {
            if (node != own && node.waiter != null) {
                LockSupport.unpark(node.waiter);
            }
        }
    }

    private void wakePump() {
        if (pumpSleeps.get() && pumpSleeps.compareAndSet(true, false)) {
            LockSupport.unpark(pump);
        }
    }

    private void pump() {
        while (failure == null && !stopping) {
            if (pumpIsWanted() && busy.compareAndSet(false, true)) {
                lead(null);
            } else {
                sleep();
            }
        }
        while (failure == null && !handedToPump && !busy.compareAndSet(false, true)) {
            LockSupport.parkNanos(this, LONGEST_PARK_NS);
        }
        end();
    }

    /** Whether there is something that no thread that waits will do. */
    private boolean pumpIsWanted() {
        return (!inbox.isEmpty() && firstWaiting() == null)
                || (timed && dueNs - System.nanoTime() <= 0);
    }

    private void sleep() {
        long now = System.nanoTime();
        pumpWakesNs = now + LONGEST_PARK_NS;
        pumpSleeps.set(true);
        long wakes = pumpWakesNs;
        long due = dueNs;
        // One that is overdue is the leader's, who looks at it when it lets go.
        if (timed && due - wakes < 0 && due - now > 0) {
            wakes = due;
            pumpWakesNs = wakes;
        }
        boolean needed = pumpIsWanted() && !busy.get();
        if (!needed && failure == null && !stopping) {
            LockSupport.parkNanos(this, wakes - now);
        }
        pumpSleeps.set(false);
    }

    private void end() {
        Throwable cause = failure;
        over = true;
        try {
            refuseAll(cause);
            turns.ended(cause, cause == null ? List.of() : List.copyOf(items));
        } finally {
            for (Node<T> node = taken; node != null; node = node.next) {
                node.set(REFUSED);
            }
            wake(taken, null);
            refuseAll(cause);
        }
    }

    private void refuseAll(@Nullable Throwable cause) {
        for (Node<T> node = inbox.poll(); node != null; node = inbox.poll()) {
            if (node.compareAndSet(WAITING, REFUSED)) {
                try {
                    turns.refuse(node.item, cause);
                } finally {
                    LockSupport.unpark(node.waiter);
                }
            }
        }
    }
}
