package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueSession;
import jakarta.jms.TopicSession;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not there yet says so, and what to do instead. */
abstract class LaterFeatures extends JmsRules {

    private static final CompletionListener LISTENER =
            new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    throw new AssertionError("called");
                }

                @Override
                public void onException(Message message, Exception exception) {
                    throw new AssertionError("called");
                }
            };

    LaterFeatures(Fixture broker) {
        super(broker);
    }

    @Test
    void shouldSayWhatComesLaterAndWhatToDoInstead() throws JMSException {
        TernTopic topic = new TernTopic("t");
        try (TernSession session = connection().createSession()) {
            MessageProducer producer = session.createProducer(queue);
            MessageProducer any = session.createProducer(null);
            List<Failures.Action> calls =
                    List.of(
                            () -> session.createConsumer(topic),
                            () -> session.createProducer(topic),
                            () -> any.send(topic, new TernMessage()),
                            () -> session.createConsumer(queue, "a = 1"),
                            () -> session.createBrowser(queue),
                            () -> session.createTemporaryQueue(),
                            () -> session.createTemporaryTopic(),
                            () -> session.createDurableConsumer(topic, "s"),
                            () -> session.createDurableSubscriber(topic, "s"),
                            () -> session.createSharedConsumer(topic, "s"),
                            () -> session.createSharedDurableConsumer(topic, "s"),
                            () -> session.createSubscriber(topic),
                            () -> session.createPublisher(topic),
                            () -> session.unsubscribe("s"),
                            () -> session.setMessageListener(message -> {}),
                            () -> producer.setDeliveryDelay(1),
                            () -> producer.send(new TernMessage(), LISTENER),
                            () -> connection().createConnectionConsumer(queue, null, null, 1));
            for (Failures.Action call : calls) {
                JMSException later = assertThrows(JMSException.class, call::run);
                assertTrue(later.getMessage().contains("later version"), later.getMessage());
                assertTrue(later.getMessage().contains("until then"), later.getMessage());
                assertEquals("NOT_SUPPORTED", later.getErrorCode());
            }
            producer.setDeliveryDelay(0);
            session.createConsumer(queue, "").close();
        }
    }

    @Test
    void shouldSayTheSameInTheSimplifiedApi() {
        TernTopic topic = new TernTopic("t");
        try (JMSContext context = factory.createContext()) {
            List<Runnable> calls =
                    List.of(
                            () -> context.createConsumer(topic),
                            () -> context.createProducer().send(topic, "x"),
                            () -> context.createConsumer(queue, "a = 1"),
                            () -> context.createBrowser(queue),
                            () -> context.createTemporaryQueue(),
                            () -> context.createTemporaryTopic(),
                            () -> context.createDurableConsumer(topic, "s"),
                            () -> context.createSharedConsumer(topic, "s"),
                            () -> context.createSharedDurableConsumer(topic, "s"),
                            () -> context.unsubscribe("s"),
                            () -> context.createProducer().setDeliveryDelay(1),
                            () -> context.createProducer().setAsync(LISTENER));
            for (Runnable call : calls) {
                JMSRuntimeException later = assertThrows(JMSRuntimeException.class, call::run);
                assertTrue(later.getMessage().contains("later version"), later.getMessage());
            }
        }
    }

    @Test
    void shouldRefuseTheOtherDomainsCalls_10_3() throws JMSException {
        try (TernConnection queues = factory.createQueueConnection();
                TernConnection topics = factory.createTopicConnection()) {
            QueueSession queueSession = queues.createQueueSession(false, 1);
            assertEquals("q", queueSession.createQueue("q").getQueueName());
            assertThrows(IllegalStateException.class, () -> queueSession.createTopic("t"));
            assertThrows(IllegalStateException.class, () -> queueSession.createTemporaryTopic());
            assertThrows(IllegalStateException.class, () -> queueSession.unsubscribe("s"));
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            queues.createDurableConnectionConsumer(
                                    new TernTopic("t"), "s", null, null, 1));
            TopicSession topicSession = topics.createTopicSession(false, 1);
            assertEquals("t", topicSession.createTopic("t").getTopicName());
            assertThrows(IllegalStateException.class, () -> topicSession.createQueue("q"));
            assertThrows(IllegalStateException.class, () -> topicSession.createBrowser(queue));
            assertThrows(IllegalStateException.class, () -> topicSession.createTemporaryQueue());
        }
    }
}
