package io.ternmq.jms;

import io.ternmq.wire.message.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** Turns destinations of the API into names and back. */
final class TernDestination {

    private TernDestination() {}

    static Destination of(DestinationName name) {
        return name.kind() == DestinationName.Kind.QUEUE
                ? new TernQueue(name.name())
                : new TernTopic(name.name());
    }

    static @Nullable Destination ofNullable(@Nullable DestinationName name) {
        return name == null ? null : of(name);
    }

    /**
     * The name of a destination, of another provider's class too, since an application server may
     * wrap ours.
     *
     * @throws InvalidDestinationException if it is null, neither queue nor topic, or misnamed
     */
    static DestinationName name(@Nullable Destination destination) throws JMSException {
        try {
            if (destination instanceof TernQueue queue) {
                return DestinationName.queue(queue.getQueueName());
            }
            if (destination instanceof TernTopic topic) {
                return DestinationName.topic(topic.getTopicName());
            }
            if (destination instanceof Queue queue && queue.getQueueName() != null) {
                return DestinationName.queue(queue.getQueueName());
            }
            if (destination instanceof Topic topic && topic.getTopicName() != null) {
                return DestinationName.topic(topic.getTopicName());
            }
        } catch (IllegalArgumentException e) {
            throw Failures.caused(new InvalidDestinationException(e.getMessage()), e);
        }
        throw new InvalidDestinationException(
                "the destination is "
                        + (destination == null ? "null" : destination)
                        + "; give a Queue or a Topic with a name");
    }

    /** The name of a queue to send to or receive from. */
    static DestinationName queueName(@Nullable Destination destination) throws JMSException {
        DestinationName name = name(destination);
        if (name.kind() == DestinationName.Kind.TOPIC) {
            throw Failures.later(
                    "topics (here " + name.name() + ")", "send to and receive from a queue");
        }
        return name;
    }
}
