package io.ternmq.ra.container;

import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.jms.TernQueue;
import io.ternmq.ra.TernManagedConnectionFactory;
import io.ternmq.ra.TernResourceAdapter;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;

/** A broker in a directory, an adapter on it, and a plain client beside the adapter. */
public final class Broker implements AutoCloseable {

    /** How long a test waits for a message that must come, in milliseconds. */
    private static final long PATIENCE = 10_000;

    public final SmallContainer container = new SmallContainer();
    public final TernResourceAdapter adapter = new TernResourceAdapter();
    private final TernConnectionFactory plain;
    private final JMSContext client;

    public Broker(Path directory) throws Exception {
        adapter.setDataDirectory(directory.toString());
        adapter.start(container);
        plain = new TernConnectionFactory("embedded:" + directory + "?linger=0");
        client = plain.createContext();
    }

    public TernManagedConnectionFactory connectionFactory() throws Exception {
        TernManagedConnectionFactory factory = new TernManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        return factory;
    }

    public void send(String queue, String... texts) {
        for (String text : texts) {
            client.createProducer().send(new TernQueue(queue), text);
        }
    }

    /** The next text, or null after the patience is over. */
    public String receive(String queue) {
        try (JMSContext own = plain.createContext();
                JMSConsumer consumer = own.createConsumer(new TernQueue(queue))) {
            return consumer.receiveBody(String.class, PATIENCE);
        }
    }

    /** The next message, or null if the broker has none. */
    public Message poll(String queue) {
        try (JMSContext own = plain.createContext();
                JMSConsumer consumer = own.createConsumer(new TernQueue(queue))) {
            return consumer.receiveNoWait();
        }
    }

    public boolean isEmpty(String queue) {
        return poll(queue) == null;
    }

    @Override
    public void close() throws Exception {
        client.close();
        adapter.stop();
        container.close();
    }
}
