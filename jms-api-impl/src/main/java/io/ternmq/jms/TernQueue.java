package io.ternmq.jms;

import io.ternmq.wire.message.DestinationName;
import jakarta.jms.Queue;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A queue by its name; equal to every other TernMQ queue of that name.
 *
 * <p>Threadsafe: the name is set once.
 */
public class TernQueue implements Queue, Serializable, Referenceable {

    private static final long serialVersionUID = 1L;

    private volatile String name = "";

    /** For application servers, which make the object first and then set its {@code name}. */
    public TernQueue() {}

    /**
     * A queue.
     *
     * @param name 1 to 255 characters: letters, digits and {@code _ . - $ / :}
     * @throws IllegalArgumentException that names the value and the remedy
     */
    public TernQueue(String name) {
        setName(name);
    }

    /**
     * Names a queue that has no name yet.
     *
     * @throws IllegalArgumentException if the name is not allowed
     * @throws IllegalStateException if it has another name already
     */
    public final void setName(String newName) {
        DestinationName.check(newName);
        if (!name.isEmpty() && !name.equals(newName)) {
            throw new IllegalStateException(
                    "the queue is named '" + name + "' already; make another one");
        }
        name = newName;
    }

    /** The same as {@link #getQueueName}. */
    public final String getName() {
        return name;
    }

    @Override
    public final String getQueueName() {
        return name;
    }

    @Override
    public final Reference getReference() {
        return new Reference(
                TernQueue.class.getName(),
                new StringRefAddr(TernObjectFactory.NAME, name),
                TernObjectFactory.class.getName(),
                null);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TernQueue that && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return "queue://" + name;
    }
}
