package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The simplified API: Jakarta Messaging 3.1, 6.1.4, 6.1.8, 7.5, 8.6. */
abstract class ContextRules extends JmsRules {

    ContextRules(Fixture broker) {
        super(broker);
    }

    @Test
    void shouldStartWithItsFirstConsumerUnlessToldNotTo_6_1_4() {
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(queue, "one");
            context.setAutoStart(false);
            JMSConsumer consumer = context.createConsumer(queue);
            assertNull(consumer.receive(SHORT));
            context.start();
            assertEquals("one", consumer.receiveBody(String.class, LONG));
        }
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(queue, "two");
            assertEquals("two", context.createConsumer(queue).receiveBody(String.class, LONG));
        }
    }

    @Test
    void shouldCloseTheConnectionWithTheLastContextOnly_6_1_8() throws JMSException {
        JMSContext first = factory.createContext();
        JMSContext second = first.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        first.close();
        first.close();
        second.createProducer().send(queue, "still there");
        assertEquals(JMSContext.CLIENT_ACKNOWLEDGE, second.getSessionMode());
        second.close();
        assertThrows(IllegalStateRuntimeException.class, () -> second.createProducer());
        assertThrows(IllegalStateRuntimeException.class, () -> first.createTextMessage());
        assertEquals(List.of("still there"), drain());
    }

    @Test
    void shouldSendEveryKindOfBody_7_4() throws JMSException {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            producer.send(queue, "text")
                    .send(queue, new byte[] {1, 2})
                    .send(queue, Map.of("k", (Object) 7L))
                    .send(queue, 12.5d)
                    .send(queue, context.createMessage());
            JMSConsumer consumer = context.createConsumer(queue);
            assertEquals("text", consumer.receiveBody(String.class, LONG));
            assertArrayEquals(new byte[] {1, 2}, consumer.receiveBody(byte[].class, LONG));
            assertEquals(Map.of("k", 7L), consumer.receiveBody(Map.class, LONG));
            assertEquals(12.5d, consumer.receiveBody(Double.class, LONG));
            assertFalse(consumer.receive(LONG).propertyExists("k"));
        }
    }

    @Test
    void shouldLetTheProducerOverrideTheMessage_7_5() throws JMSException {
        try (JMSContext context = factory.createContext()) {
            Message message = context.createTextMessage("text");
            message.setStringProperty("both", "message");
            message.setStringProperty("own", "message");
            message.setJMSType("message");
            context.createProducer()
                    .setProperty("both", "producer")
                    .setJMSType("producer")
                    .setJMSCorrelationID("c")
                    .setJMSReplyTo(queue)
                    .setPriority(7)
                    .setTimeToLive(50_000)
                    .send(queue, message);
            JMSConsumer consumer = context.createConsumer(queue);
            Message got = consumer.receive(LONG);
            assertEquals("producer", got.getStringProperty("both"));
            assertEquals("message", got.getStringProperty("own"));
            assertEquals("producer", got.getJMSType());
            assertEquals("c", got.getJMSCorrelationID());
            assertEquals(queue, got.getJMSReplyTo());
            assertEquals(7, got.getJMSPriority());
            context.createProducer().setProperty("both", "second").send(queue, got);
            Message again = consumer.receive(LONG);
            assertEquals("second", again.getStringProperty("both"));
            assertThrows(
                    MessageNotWriteableException.class, () -> again.setStringProperty("x", "y"));
        }
    }

    @Test
    void shouldLeaveAMessageWhoseBodyDoesNotFitAsIfNotReceived_8_6() throws JMSException {
        for (int mode : new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE}) {
            try (JMSContext context = factory.createContext(mode)) {
                context.createProducer().send(queue, "text").send(queue, "next");
                JMSConsumer consumer = context.createConsumer(queue);
                assertThrows(
                        MessageFormatRuntimeException.class,
                        () -> consumer.receiveBody(byte[].class, LONG));
                Message message = consumer.receive(LONG);
                assertEquals("text", text(message));
                assertEquals(1, count(message));
                assertEquals("next", consumer.receiveBody(String.class, LONG));
            }
        }
    }

    @Test
    void shouldDeliverAMessageWhoseBodyDoesNotFitInClientAndTransactedModes_8_6() {
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer().send(queue, "text").send(queue, "next");
            context.commit();
            JMSConsumer consumer = context.createConsumer(queue);
            assertThrows(
                    MessageFormatRuntimeException.class,
                    () -> consumer.receiveBody(byte[].class, LONG));
            assertEquals("next", consumer.receiveBody(String.class, LONG));
            context.rollback();
            assertEquals("text", consumer.receiveBody(String.class, LONG));
            assertEquals("next", consumer.receiveBody(String.class, LONG));
            context.commit();
        }
        try (JMSContext context = factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            context.createProducer().send(queue, "text").send(queue, "next");
            JMSConsumer consumer = context.createConsumer(queue);
            assertThrows(
                    MessageFormatRuntimeException.class,
                    () -> consumer.receiveBody(byte[].class, LONG));
            assertEquals("next", consumer.receiveBody(String.class, LONG));
            context.acknowledge();
            context.recover();
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void shouldRefuseTheBodyOfStreamsAndBodylessMessages_8_6() {
        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            context.createProducer()
                    .send(queue, context.createStreamMessage())
                    .send(queue, context.createMessage());
            context.commit();
            JMSConsumer consumer = context.createConsumer(queue);
            for (int i = 0; i < 2; i++) {
                assertThrows(
                        MessageFormatRuntimeException.class,
                        () -> consumer.receiveBody(Object.class, LONG));
            }
            assertNull(consumer.receiveBodyNoWait(String.class));
            context.commit();
        }
    }

    @Test
    void shouldRefuseCloseInAnOwnListenerAndTakeASecondListener_6_2_15() throws JMSException {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        TernQueue other = new TernQueue(queue.getQueueName() + ".b");
        try (JMSContext context = factory.createContext()) {
            context.createConsumer(queue)
                    .setMessageListener(
                            message -> {
                                try {
                                    context.close();
                                } catch (JMSRuntimeException e) {
                                    thrown.set(e);
                                }
                                both.countDown();
                            });
            context.createConsumer(other).setMessageListener(message -> both.countDown());
            try (JMSContext sender = factory.createContext()) {
                sender.createProducer().send(queue, "a").send(other, "b");
            }
            ConnectionRules.await(both);
        }
        assertTrue(thrown.get() instanceof IllegalStateRuntimeException);
    }

    @Test
    void shouldSetAClientIdBeforeAnyOtherUse_6_1_2() {
        try (JMSContext context = factory.createContext()) {
            context.setClientID("context-" + queue.getQueueName());
            assertEquals("context-" + queue.getQueueName(), context.getClientID());
            context.createProducer();
            assertThrows(IllegalStateRuntimeException.class, () -> context.setClientID("late"));
        }
    }

    @Test
    void shouldReadProducerPropertiesByTheTable_3_5_4() {
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer =
                    context.createProducer().setProperty("i", 5).setProperty("s", "6");
            assertEquals(5L, producer.getLongProperty("i"));
            assertEquals(6, producer.getIntProperty("s"));
            assertThrows(MessageFormatRuntimeException.class, () -> producer.getShortProperty("i"));
            assertThrows(
                    MessageFormatRuntimeException.class,
                    () -> producer.setProperty("o", new Object()));
            assertEquals(java.util.Set.of("i", "s"), producer.getPropertyNames());
            producer.clearProperties();
            assertFalse(producer.propertyExists("i"));
        }
    }
}
