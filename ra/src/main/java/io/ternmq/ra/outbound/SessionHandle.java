package io.ternmq.ra.outbound;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import jakarta.jms.TransactionInProgressException;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A session in an application's hands. In a JTA transaction its work belongs to the transaction and
 * its parameters are ignored; outside one it acknowledges by itself, whatever it was asked for
 * (Jakarta Messaging 3.1, section 12.3). Single-threaded as sessions are, close excepted.
 */
final class SessionHandle implements QueueSession, TopicSession {

    /** Which of the old, separate APIs the session came from (10.3). */
    enum Domain {
        BOTH,
        QUEUES,
        TOPICS
    }

    private final ConnectionHandle connection;
    private final Domain domain;
    private final int acknowledgeMode;
    private final Set<Bound<?>> bound = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SessionHandle(ConnectionHandle connection, Domain domain, int requestedMode)
            throws JMSException {
        if (requestedMode < Session.SESSION_TRANSACTED
                || requestedMode > Session.DUPS_OK_ACKNOWLEDGE) {
            throw new JMSException(
                    "session mode " + requestedMode + " is unknown; give one of Session's modes");
        }
        this.connection = connection;
        this.domain = domain;
        this.acknowledgeMode =
                requestedMode == Session.DUPS_OK_ACKNOWLEDGE
                        ? Session.DUPS_OK_ACKNOWLEDGE
                        : Session.AUTO_ACKNOWLEDGE;
    }

    /** The broker's session that work done now belongs to. */
    Session physical() throws JMSException {
        return target().session();
    }

    private TernManagedConnection target() throws JMSException {
        if (closed) {
            throw new IllegalStateException("the session is closed; create another");
        }
        return connection.target();
    }

    /** Makes an object that moves along with the handle. */
    <T extends AutoCloseable> Bound<T> bind(Bound.Maker<T> maker) {
        Bound<T> made = new Bound<>(maker);
        bound.add(made);
        return made;
    }

    void drop(Bound<?> ended) {
        bound.remove(ended);
        ended.close();
    }

    /** Lets go of the broker's objects; the handles make others when they are used again. */
    void unbind() {
        bound.forEach(Bound::close);
    }

    private void allow(Domain needed, String method) throws IllegalStateException {
        if (domain != Domain.BOTH && domain != needed) {
            throw new IllegalStateException(
                    method
                            + " does not belong to a session for "
                            + (domain == Domain.QUEUES ? "queues" : "topics")
                            + "; create a jakarta.jms.Session instead");
        }
    }

    private boolean inTransaction() throws JMSException {
        return target().jta().isActive();
    }

    @Override
    public boolean getTransacted() throws JMSException {
        return inTransaction();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        return inTransaction() ? Session.SESSION_TRANSACTED : acknowledgeMode;
    }

    @Override
    public void commit() throws JMSException {
        throw demarcation("commit");
    }

    @Override
    public void rollback() throws JMSException {
        throw demarcation("rollback");
    }

    private JMSException demarcation(String method) throws JMSException {
        return inTransaction()
                ? new TransactionInProgressException(
                        method + " is up to the JTA transaction; use UserTransaction")
                : new IllegalStateException(
                        method
                                + " needs a transaction, and sessions in an application server have"
                                + " none of their own; use a JTA transaction");
    }

    /** Without effect outside a transaction, where every message is acknowledged already. */
    @Override
    public void recover() throws JMSException {
        if (inTransaction()) {
            throw new IllegalStateException("recover is not for sessions in a transaction");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            unbind();
            bound.clear();
            connection.closed(this);
        }
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return physical().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return physical().createMapMessage();
    }

    @Override
    public Message createMessage() throws JMSException {
        return physical().createMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return physical().createObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        return physical().createObjectMessage(object);
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return physical().createStreamMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return physical().createTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        return physical().createTextMessage(text);
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        allow(Domain.QUEUES, "createQueue");
        return physical().createQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        allow(Domain.TOPICS, "createTopic");
        return physical().createTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        allow(Domain.QUEUES, "createTemporaryQueue");
        TemporaryQueue made = physical().createTemporaryQueue();
        target().remember(made);
        return made;
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        allow(Domain.TOPICS, "createTemporaryTopic");
        TemporaryTopic made = physical().createTemporaryTopic();
        target().remember(made);
        return made;
    }

    @Override
    public MessageProducer createProducer(@Nullable Destination destination) throws JMSException {
        return new ProducerHandle(this, destination);
    }

    @Override
    public QueueSender createSender(@Nullable Queue queue) throws JMSException {
        allow(Domain.QUEUES, "createSender");
        return new ProducerHandle(this, queue);
    }

    @Override
    public TopicPublisher createPublisher(@Nullable Topic topic) throws JMSException {
        allow(Domain.TOPICS, "createPublisher");
        return new ProducerHandle(this, topic);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, @Nullable String selector)
            throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(
            Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        return new ConsumerHandle(
                this, destination, noLocal, s -> s.createConsumer(destination, selector, noLocal));
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, @Nullable String selector)
            throws JMSException {
        allow(Domain.QUEUES, "createReceiver");
        return new ConsumerHandle(this, queue, false, s -> s.createConsumer(queue, selector));
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, @Nullable String selector, boolean noLocal)
            throws JMSException {
        allow(Domain.TOPICS, "createSubscriber");
        return new ConsumerHandle(
                this, topic, noLocal, s -> s.createConsumer(topic, selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, @Nullable String selector)
            throws JMSException {
        allow(Domain.TOPICS, "createSharedConsumer");
        return new ConsumerHandle(
                this, topic, false, s -> s.createSharedConsumer(topic, name, selector));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(
            Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        allow(Domain.TOPICS, "createDurableSubscriber");
        return new ConsumerHandle(
                this,
                topic,
                noLocal,
                s -> s.createDurableSubscriber(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(
            Topic topic, String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        allow(Domain.TOPICS, "createDurableConsumer");
        return new ConsumerHandle(
                this, topic, noLocal, s -> s.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name)
            throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(
            Topic topic, String name, @Nullable String selector) throws JMSException {
        allow(Domain.TOPICS, "createSharedDurableConsumer");
        return new ConsumerHandle(
                this, topic, false, s -> s.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, @Nullable String selector) throws JMSException {
        allow(Domain.QUEUES, "createBrowser");
        return new BrowserHandle(this, s -> s.createBrowser(queue, selector));
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        allow(Domain.TOPICS, "unsubscribe");
        physical().unsubscribe(name);
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        throw Forbidden.call("Session.getMessageListener", "use a message-driven bean");
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        throw Forbidden.call("Session.setMessageListener", "use a message-driven bean");
    }

    @Override
    public void run() {
        throw Forbidden.unchecked("Session.run", "use a message-driven bean");
    }
}
