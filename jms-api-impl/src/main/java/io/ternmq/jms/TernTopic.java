package io.ternmq.jms;

import io.ternmq.wire.message.DestinationName;
import jakarta.jms.Topic;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A topic by its name; equal to every other TernMQ topic of that name.
 *
 * <p>Threadsafe: the name is set once.
 */
public class TernTopic implements Topic, Serializable, Referenceable {

    private static final long serialVersionUID = 1L;

    private volatile String name = "";

    /** For application servers, which make the object first and then set its {@code name}. */
    public TernTopic() {}

    /**
     * A topic.
     *
     * @param name 1 to 255 characters: letters, digits and {@code _ . - $ / :}
     * @throws IllegalArgumentException that names the value and the remedy
     */
    public TernTopic(String name) {
        setName(name);
    }

    /**
     * Names a topic that has no name yet.
     *
     * @throws IllegalArgumentException if the name is not allowed
     * @throws IllegalStateException if it has another name already
     */
    public final void setName(String newName) {
        DestinationName.check(newName);
        if (!name.isEmpty() && !name.equals(newName)) {
            throw new IllegalStateException(
                    "the topic is named '" + name + "' already; make another one");
        }
        name = newName;
    }

    /** The same as {@link #getTopicName}. */
    public final String getName() {
        return name;
    }

    @Override
    public final String getTopicName() {
        return name;
    }

    @Override
    public final Reference getReference() {
        return new Reference(
                TernTopic.class.getName(),
                new StringRefAddr(TernObjectFactory.NAME, name),
                TernObjectFactory.class.getName(),
                null);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TernTopic that && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return "topic://" + name;
    }
}
