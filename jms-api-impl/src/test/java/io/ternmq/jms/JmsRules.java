package io.ternmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules need: a started connection, and a queue that no other test has. */
abstract class JmsRules {

    /** Long enough for a busy machine; nothing waits for it but a failure. */
    static final long LONG = 20_000;

    /** How long a receive waits that must not get anything. */
    static final long SHORT = 100;

    private static final AtomicLong QUEUES = new AtomicLong();

    final Fixture broker;
    final TernConnectionFactory factory;
    TernQueue queue = new TernQueue("unset");
    @Nullable TernConnection opened;

    JmsRules(Fixture broker) {
        this.broker = broker;
        this.factory = new TernConnectionFactory(broker.url());
    }

    @BeforeEach
    void connect() throws JMSException {
        queue = new TernQueue("q-" + QUEUES.incrementAndGet());
        opened = factory.createConnection();
        connection().start();
    }

    @AfterEach
    void disconnect() throws JMSException {
        connection().close();
    }

    final TernConnection connection() {
        TernConnection connection = opened;
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }

    final void send(String... texts) throws JMSException {
        try (Session session = connection().createSession()) {
            MessageProducer producer = session.createProducer(queue);
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    /** Receives and acknowledges what is in the queue now. */
    final List<String> drain() throws JMSException {
        List<String> texts = new ArrayList<>();
        try (TernSession session = connection().createSession();
                TernMessageConsumer consumer = session.createConsumer(queue)) {
            Message message = consumer.receiveNoWait();
            while (message != null) {
                texts.add(text(message));
                message = consumer.receiveNoWait();
            }
        }
        return texts;
    }

    static String text(@Nullable Message message) throws JMSException {
        return message == null ? "nothing" : ((TextMessage) message).getText();
    }

    static List<String> names(Enumeration<?> enumeration) {
        List<String> names = new ArrayList<>();
        enumeration.asIterator().forEachRemaining(name -> names.add((String) name));
        return names;
    }

    static int count(Message message) throws JMSException {
        return message.getIntProperty("JMSXDeliveryCount");
    }
}
