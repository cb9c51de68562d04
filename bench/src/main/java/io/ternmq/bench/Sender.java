package io.ternmq.bench;

import io.ternmq.broker.EmbeddedBroker;
import io.ternmq.jms.TernConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Durable sends, each thread through a connection of its own, over one scheme of URL. */
final class Sender implements Contender {

    private static final String QUEUE = "bench";

    private record Link(JMSContext context, JMSProducer producer, Queue queue) {}

    private final String scheme;
    private final Path directory;
    private final EmbeddedBroker broker;
    private final List<JMSContext> open = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Link> links = ThreadLocal.withInitial(this::connect);

    Sender(String scheme, Path directory, EmbeddedBroker broker) {
        this.scheme = scheme;
        this.directory = directory;
        this.broker = broker;
    }

    private Link connect() {
        JMSContext context = new TernConnectionFactory(scheme + ":" + directory).createContext();
        open.add(context);
        return new Link(context, context.createProducer(), context.createQueue(QUEUE));
    }

    @Override
    public String name() {
        return scheme;
    }

    @Override
    public void append(byte[] payload) throws Exception {
        Link link = links.get();
        BytesMessage message = link.context.createBytesMessage();
        message.writeBytes(payload);
        link.producer.send(link.queue, message);
    }

    @Override
    public long forces() {
        return 0;
    }

    /** The threads of a slice are gone, and their messages nobody wants. */
    @Override
    public void tidy() {
        open.forEach(JMSContext::close);
        open.clear();
        broker.deleteQueue(QUEUE);
    }

    @Override
    public void close() {
        open.forEach(JMSContext::close);
    }
}
