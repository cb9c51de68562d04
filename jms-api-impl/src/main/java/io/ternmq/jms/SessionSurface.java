package io.ternmq.jms;

import io.ternmq.wire.message.DestinationName;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session that needs no broker: it makes messages and names destinations, and says of
 * each feature that a later version brings what to do until then.
 */
abstract class SessionSurface implements QueueSession, TopicSession {

    private final Domain domain;
    private final TrustedPackages trusted;

    SessionSurface(Domain domain, TrustedPackages trusted) {
        this.domain = domain;
        this.trusted = trusted;
    }

    /** Throws IllegalStateException if the session is closed. */
    abstract void checkOpen() throws JMSException;

    final TrustedPackages trusted() {
        return trusted;
    }

    final Domain domain() {
        return domain;
    }

    @Override
    public abstract TernMessageConsumer createConsumer(
            Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException;

    @Override
    public abstract TernMessageProducer createProducer(@Nullable Destination destination)
            throws JMSException;

    @Override
    public final Message createMessage() throws JMSException {
        checkOpen();
        return new TernMessage();
    }

    @Override
    public final TextMessage createTextMessage() throws JMSException {
        return createTextMessage(null);
    }

    @Override
    public final TextMessage createTextMessage(@Nullable String text) throws JMSException {
        checkOpen();
        return new TernTextMessage(text);
    }

    @Override
    public final BytesMessage createBytesMessage() throws JMSException {
        checkOpen();
        return new TernBytesMessage();
    }

    @Override
    public final MapMessage createMapMessage() throws JMSException {
        checkOpen();
        return new TernMapMessage();
    }

    @Override
    public final StreamMessage createStreamMessage() throws JMSException {
        checkOpen();
        return new TernStreamMessage();
    }

    @Override
    public final ObjectMessage createObjectMessage() throws JMSException {
        return createObjectMessage(null);
    }

    @Override
    public final ObjectMessage createObjectMessage(@Nullable Serializable object)
            throws JMSException {
        checkOpen();
        TernObjectMessage message = new TernObjectMessage(trusted);
        message.setObject(object);
        return message;
    }

    @Override
    public final Queue createQueue(String name) throws JMSException {
        domain.checkQueueCall("createQueue");
        checkOpen();
        return new TernQueue(checked(name));
    }

    @Override
    public final Topic createTopic(String name) throws JMSException {
        domain.checkTopicCall("createTopic");
        checkOpen();
        return new TernTopic(checked(name));
    }

    private static String checked(@Nullable String name) throws JMSException {
        if (name == null) {
            throw new InvalidDestinationException("the destination's name is null; give a name");
        }
        try {
            DestinationName.check(name);
        } catch (IllegalArgumentException e) {
            throw Failures.caused(new InvalidDestinationException(e.getMessage()), e);
        }
        return name;
    }

    @Override
    public final TernMessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public final TernMessageConsumer createConsumer(
            Destination destination, @Nullable String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public final QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public final QueueReceiver createReceiver(Queue queue, @Nullable String selector)
            throws JMSException {
        domain.checkQueueCall("createReceiver");
        return createConsumer(queue, selector, false);
    }

    @Override
    public final QueueSender createSender(@Nullable Queue queue) throws JMSException {
        domain.checkQueueCall("createSender");
        return createProducer(queue);
    }

    @Override
    public final QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public final QueueBrowser createBrowser(Queue queue, @Nullable String selector)
            throws JMSException {
        domain.checkQueueCall("createBrowser");
        throw later("queue browsers", "receive in a transacted session and roll back");
    }

    @Override
    public final TemporaryQueue createTemporaryQueue() throws JMSException {
        domain.checkQueueCall("createTemporaryQueue");
        throw later("temporary queues", "reply to a named queue and match correlation ids");
    }

    @Override
    public final TemporaryTopic createTemporaryTopic() throws JMSException {
        domain.checkTopicCall("createTemporaryTopic");
        throw later("temporary topics", "reply to a named queue and match correlation ids");
    }

    @Override
    public final TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        throw topics("createSubscriber");
    }

    @Override
    public final TopicSubscriber createSubscriber(
            Topic topic, @Nullable String selector, boolean noLocal) throws JMSException {
        throw topics("createSubscriber");
    }

    @Override
    public final TopicPublisher createPublisher(@Nullable Topic topic) throws JMSException {
        throw topics("createPublisher");
    }

    @Override
    public final TopicSubscriber createDurableSubscriber(Topic topic, String name)
            throws JMSException {
        throw topics("createDurableSubscriber");
    }

    @Override
    public final TopicSubscriber createDurableSubscriber(
            Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        throw topics("createDurableSubscriber");
    }

    @Override
    public final MessageConsumer createDurableConsumer(Topic topic, String name)
            throws JMSException {
        throw topics("createDurableConsumer");
    }

    @Override
    public final MessageConsumer createDurableConsumer(
            Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        throw topics("createDurableConsumer");
    }

    @Override
    public final MessageConsumer createSharedConsumer(Topic topic, String name)
            throws JMSException {
        throw topics("createSharedConsumer");
    }

    @Override
    public final MessageConsumer createSharedConsumer(
            Topic topic, String name, @Nullable String selector) throws JMSException {
        throw topics("createSharedConsumer");
    }

    @Override
    public final MessageConsumer createSharedDurableConsumer(Topic topic, String name)
            throws JMSException {
        throw topics("createSharedDurableConsumer");
    }

    @Override
    public final MessageConsumer createSharedDurableConsumer(
            Topic topic, String name, @Nullable String selector) throws JMSException {
        throw topics("createSharedDurableConsumer");
    }

    @Override
    public final void unsubscribe(String name) throws JMSException {
        throw topics("unsubscribe");
    }

    private JMSException topics(String call) throws JMSException {
        domain.checkTopicCall(call);
        return later("topics and subscriptions", "use a queue for each subscriber");
    }

    private JMSException later(String feature, String instead) throws JMSException {
        checkOpen();
        return Failures.later(feature, instead);
    }
}
