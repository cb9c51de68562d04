package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, chapter 3, over the wire. */
abstract class MessageRules extends JmsRules {

    MessageRules(Fixture broker) {
        super(broker);
    }

    private Message passed(Message message) throws JMSException {
        try (TernSession session = connection().createSession()) {
            session.createProducer(queue).send(message);
            return session.createConsumer(queue).receive(LONG);
        }
    }

    @Test
    void shouldCarryHeaders_3_4() throws JMSException {
        TextMessage message = new TernTextMessage("text");
        message.setJMSCorrelationID("corr");
        message.setJMSReplyTo(new TernTopic("answers"));
        message.setJMSType("type");
        long before = System.currentTimeMillis();
        Message got = passed(message);
        assertEquals("corr", got.getJMSCorrelationID());
        assertEquals(new TernTopic("answers"), got.getJMSReplyTo());
        assertEquals("type", got.getJMSType());
        assertEquals(queue, got.getJMSDestination());
        assertEquals(message.getJMSMessageID(), got.getJMSMessageID());
        assertTrue(got.getJMSMessageID().startsWith("ID:"));
        assertTrue(got.getJMSTimestamp() >= before);
        assertEquals(message.getJMSTimestamp(), got.getJMSTimestamp());
        assertEquals(got.getJMSTimestamp(), got.getJMSDeliveryTime());
        assertEquals(0, got.getJMSExpiration());
        assertEquals(4, got.getJMSPriority());
        assertEquals(DeliveryMode.PERSISTENT, got.getJMSDeliveryMode());
        assertFalse(got.getJMSRedelivered());
        assertEquals(1, count(got));
    }

    @Test
    void shouldIgnoreWhatTheMessageSaysOfItsSending_3_4_11() throws JMSException {
        TextMessage message = new TernTextMessage("text");
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSExpiration(1);
        message.setJMSDeliveryTime(Long.MAX_VALUE);
        message.setJMSDestination(new TernQueue("elsewhere"));
        Message got = passed(message);
        assertEquals(DeliveryMode.PERSISTENT, got.getJMSDeliveryMode());
        assertEquals(4, got.getJMSPriority());
        assertEquals(0, got.getJMSExpiration());
        assertEquals(queue, got.getJMSDestination());
        assertEquals(4, message.getJMSPriority());
        assertEquals(queue, message.getJMSDestination());
    }

    @Test
    void shouldCarryEveryTypeOfProperty_3_5_2() throws JMSException {
        TextMessage message = new TernTextMessage("text");
        List<Object> values = List.of(true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, "seven");
        for (Object value : values) {
            message.setObjectProperty("p" + value.getClass().getSimpleName(), value);
        }
        message.setStringProperty("none", null);
        Message got = passed(message);
        for (Object value : values) {
            assertEquals(value, got.getObjectProperty("p" + value.getClass().getSimpleName()));
        }
        assertTrue(got.propertyExists("none"));
        assertNull(got.getObjectProperty("none"));
        assertFalse(got.propertyExists("absent"));
    }

    @Test
    void shouldListJmsxPropertiesAndNoHeaders_3_5_6() throws JMSException {
        TextMessage message = new TernTextMessage("text");
        message.setStringProperty("JMSXGroupID", "g");
        message.setIntProperty("JMSXGroupSeq", -7);
        message.setStringProperty("own", "x");
        Message got = passed(message);
        List<String> names = names(got.getPropertyNames());
        Collections.sort(names);
        assertEquals(List.of("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq", "own"), names);
        assertEquals("g", got.getStringProperty("JMSXGroupID"));
        assertEquals(-7, got.getIntProperty("JMSXGroupSeq"));
    }

    @Test
    void shouldProtectReceivedMessagesUntilCleared_3_10() throws JMSException {
        TextMessage message = new TernTextMessage("text");
        message.setStringProperty("p", "x");
        TextMessage got = (TextMessage) passed(message);
        assertThrows(MessageNotWriteableException.class, () -> got.setText("no"));
        assertThrows(MessageNotWriteableException.class, () -> got.setStringProperty("p", "no"));
        got.setJMSType("headers are free");
        got.clearProperties();
        got.setStringProperty("p", "yes");
        assertEquals("text", got.getText());
        got.clearBody();
        assertNull(got.getText());
        got.setText("yes");
        Message again = passed(got);
        assertEquals("yes", text(again));
        assertEquals("yes", again.getStringProperty("p"));
        assertEquals(1, count(again));
    }

    @Test
    void shouldSendAReceivedMessageOnAsItIs_3_10() throws JMSException {
        Message got = passed(new TernTextMessage("text"));
        assertEquals("text", text(passed(got)));
    }

    @Test
    void shouldRedeliverTheOriginal_3_10() throws JMSException {
        send("original");
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            TextMessage got = (TextMessage) consumer.receive(LONG);
            got.clearBody();
            got.setText("changed");
            got.clearProperties();
            session.rollback();
            assertEquals("original", text(consumer.receive(LONG)));
            session.commit();
        }
    }

    @Test
    void shouldNotSeeChangesAfterSend_3_9() throws JMSException {
        try (TernSession session = connection().createSession()) {
            MessageProducer producer = session.createProducer(queue);
            byte[] bytes = {1, 2, 3};
            MapMessage message = session.createMapMessage();
            message.setBytes("b", bytes);
            bytes[0] = 9;
            producer.send(message);
            message.setBytes("b", new byte[] {7});
            producer.send(message);
            TernMessageConsumer consumer = session.createConsumer(queue);
            MapMessage first = (MapMessage) consumer.receive(LONG);
            assertArrayEquals(new byte[] {1, 2, 3}, first.getBytes("b"));
            first.getBytes("b")[0] = 5;
            assertArrayEquals(new byte[] {1, 2, 3}, first.getBytes("b"));
            MapMessage second = (MapMessage) consumer.receive(LONG);
            assertArrayEquals(new byte[] {7}, second.getBytes("b"));
        }
    }

    @Test
    void shouldCarryEachKindOfMessage_3_11() throws JMSException {
        try (TernSession session = connection().createSession()) {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeUTF("ütf");
            bytes.writeDouble(1.5);
            BytesMessage gotBytes = (BytesMessage) passed(bytes);
            assertEquals("ütf", gotBytes.readUTF());
            assertEquals(1.5, gotBytes.readDouble());

            StreamMessage stream = session.createStreamMessage();
            stream.writeChar('c');
            stream.writeBytes(new byte[] {1, 2});
            stream.writeString(null);
            StreamMessage gotStream = (StreamMessage) passed(stream);
            assertEquals('c', gotStream.readChar());
            assertArrayEquals(new byte[] {1, 2}, (byte[]) gotStream.readObject());
            assertNull(gotStream.readString());

            ObjectMessage object = session.createObjectMessage(42);
            assertEquals(42, ((ObjectMessage) passed(object)).getObject());
            assertNull(((ObjectMessage) passed(session.createObjectMessage())).getObject());

            Message plain = passed(session.createMessage());
            assertFalse(plain instanceof TextMessage);
            assertTrue(plain.isBodyAssignableTo(String.class));
            assertNull(plain.getBody(String.class));
            assertNull(((TextMessage) passed(session.createTextMessage())).getText());
        }
    }

    @Test
    void shouldRefuseAnObjectOfAnUntrustedClassNamingTheProperty() throws JMSException {
        ObjectMessage got =
                (ObjectMessage)
                        passed(
                                connection()
                                        .createSession()
                                        .createObjectMessage(new ArrayList<>(List.of("x"))));
        JMSException refused = assertThrows(MessageFormatException.class, got::getObject);
        assertTrue(refused.getMessage().contains("java.util.ArrayList"), refused.getMessage());
        assertTrue(refused.getMessage().contains("trustedPackages"), refused.getMessage());
    }

    @Test
    void shouldMakeAnObjectOfATrustedClass() throws JMSException {
        factory.setTrustedPackages("java.util, some.other");
        try (TernConnection trusting = factory.createConnection();
                TernSession session = trusting.createSession()) {
            trusting.start();
            session.createProducer(queue)
                    .send(session.createObjectMessage(new ArrayList<>(List.of("x"))));
            ObjectMessage got = (ObjectMessage) session.createConsumer(queue).receive(LONG);
            assertEquals(List.of("x"), got.getObject());
            assertEquals(List.of("x"), got.getBody(List.class));
        }
    }

    @Test
    void shouldSendForeignMessagesAndSetTheirHeaders_3_12() throws JMSException {
        TernTextMessage inner = new TernTextMessage("foreign");
        TextMessage foreign = ForeignProxy.of(TextMessage.class, inner);
        foreign.setStringProperty("p", "x");
        foreign.setJMSCorrelationID("c");
        Message got = passed(foreign);
        assertEquals("foreign", text(got));
        assertEquals("x", got.getStringProperty("p"));
        assertEquals("c", got.getJMSCorrelationID());
        assertEquals(got.getJMSMessageID(), inner.getJMSMessageID());

        TernStreamMessage stream = new TernStreamMessage();
        stream.writeInt(5);
        assertEquals(
                5,
                ((StreamMessage) passed(ForeignProxy.of(StreamMessage.class, stream))).readInt());
        TernBytesMessage bytes = new TernBytesMessage();
        bytes.writeBytes(new byte[10_000]);
        assertEquals(
                10_000,
                ((BytesMessage) passed(ForeignProxy.of(BytesMessage.class, bytes)))
                        .getBodyLength());
    }

    @Test
    void shouldRefuseAMessageOverTheLimitNamingSizeAndLimit() throws JMSException {
        int limit = connection().link().connected().maxMessageBytes();
        BytesMessage message = new TernBytesMessage();
        message.writeBytes(new byte[limit + 1]);
        JMSException refused =
                assertThrows(ResourceAllocationException.class, () -> passed(message));
        assertTrue(refused.getMessage().contains("maxMessageBytes is " + limit));
        assertEquals("LIMIT", refused.getErrorCode());
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldRefuseWrongDestinationsAndNullMessages_7_2() throws JMSException {
        try (TernSession session = connection().createSession()) {
            assertThrows(InvalidDestinationException.class, () -> session.createQueue("a b"));
            assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
            MessageProducer any = session.createProducer(null);
            assertThrows(UnsupportedOperationException.class, () -> any.send(new TernMessage()));
            assertThrows(
                    InvalidDestinationException.class, () -> any.send(null, new TernMessage()));
            assertThrows(MessageFormatException.class, () -> any.send(queue, null));
            MessageProducer one = session.createProducer(queue);
            assertThrows(
                    UnsupportedOperationException.class, () -> one.send(queue, new TernMessage()));
            assertThrows(JMSException.class, () -> one.setPriority(10));
            assertThrows(JMSException.class, () -> one.setDeliveryMode(0));
            assertThrows(JMSException.class, () -> one.setTimeToLive(-1));
        }
    }
}
