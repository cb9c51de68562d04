package io.ternmq.arquillian.probe;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;

/** A row and a message in one transaction of the container. */
@Stateless
public class Sender {

    @Resource(lookup = "java:/jms/TernXA")
    private ConnectionFactory connections;

    @Inject
    @JMSConnectionFactory("java:/jms/TernXA")
    private JMSContext injected;

    @Resource(lookup = "java:/jms/queue/probe")
    private Queue administered;

    @Resource(lookup = "java:/jms/topic/probe")
    private Topic topic;

    @Resource private SessionContext container;
    @EJB private Ledger ledger;

    public void send(String queueName, String text) {
        ledger.add("sent", text);
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(queue(context, queueName), text);
        }
    }

    public void sendInjected(String queueName, String text) {
        ledger.add("sent", text);
        injected.createProducer().send(queue(injected, queueName), text);
    }

    /** Sends to the administered queue; answers the names of the administered objects. */
    public List<String> sendToAdministered(String text) throws JMSException {
        try (JMSContext context = connections.createContext()) {
            context.createProducer().send(administered, text);
        }
        return List.of(administered.getQueueName(), topic.getTopicName());
    }

    public void sendAndRollBack(String queueName, String text) {
        send(queueName, text);
        container.setRollbackOnly();
    }

    /** The server dies when our branch is told to commit. */
    public void sendAndDie(String queueName, String text) {
        send(queueName, text);
        System.setProperty("probe.die.at.commit", "true");
    }

    /** Consumes everything that the queue has, in one transaction. */
    public List<String> drain(String queueName) throws Exception {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = connections.createContext()) {
            var consumer = context.createConsumer(queue(context, queueName));
            Message message = consumer.receiveNoWait();
            while (message != null) {
                texts.add(message.getBody(String.class));
                message = consumer.receiveNoWait();
            }
        }
        return texts;
    }

    private static Queue queue(JMSContext context, String name) {
        return context.createQueue(name);
    }
}
