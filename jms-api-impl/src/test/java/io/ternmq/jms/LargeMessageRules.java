package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.wire.message.ContentCodec;
import io.ternmq.wire.message.ContentHeader;
import io.ternmq.wire.message.MessageBody;
import io.ternmq.xa.XidValue;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages that travel in parts are messages like any other, to the limit and not beyond. */
abstract class LargeMessageRules extends JmsRules {

    /** The seed of all bodies here. */
    private static final long SEED = 20_260_101;

    private static final int THIRTY_MB = 30_000_000;

    /** Some parts, and a piece of one. */
    private static final int SEVERAL = 3_500_000;

    LargeMessageRules(Fixture broker) {
        super(broker);
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static BytesMessage message(byte[] body) throws JMSException {
        TernBytesMessage message = new TernBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static void assertBody(byte[] expected, @Nullable Message message) throws JMSException {
        assertNotNull(message, "no message came");
        assertArrayEquals(expected, message.getBody(byte[].class), "seed " + SEED);
    }

    private void sendOne(Message message) throws JMSException {
        try (Session session = connection().createSession()) {
            session.createProducer(queue).send(message);
        }
    }

    private Message receiveOne() throws JMSException {
        try (TernSession session = connection().createSession();
                TernMessageConsumer consumer = session.createConsumer(queue)) {
            Message message = consumer.receive(LONG);
            assertNotNull(message, "no message came");
            return message;
        }
    }

    /** What a bytes message of our own has in its content beside the body. */
    private static int overhead() {
        MessageBody.Bytes body = new MessageBody.Bytes(new byte[1 << 20]);
        return ContentCodec.encode(ContentHeader.EMPTY, body).size() - (1 << 20);
    }

    @Test
    void shouldPassThirtyMegabytesOfBytes() throws JMSException {
        byte[] body = bytes(THIRTY_MB);
        sendOne(message(body));
        assertBody(body, receiveOne());
    }

    @Test
    void shouldPassThirtyMegabytesOfText() throws JMSException {
        String text = "0123456789äöü€".repeat(THIRTY_MB / 20);
        sendOne(new TernTextMessage(text));
        assertTrue(text.equals(((TextMessage) receiveOne()).getText()));
    }

    @Test
    void shouldPassAnObjectOfThirtyMegabytes() throws JMSException {
        byte[] body = bytes(THIRTY_MB);
        try (Session session = connection().createSession()) {
            sendOne(session.createObjectMessage(body));
        }
        assertArrayEquals(body, (byte[]) ((ObjectMessage) receiveOne()).getObject());
    }

    @Test
    void shouldPassStreamsAndMapsOfThirtyMegabytes() throws JMSException {
        byte[] piece = bytes(1_000_000);
        TernStreamMessage stream = new TernStreamMessage();
        TernMapMessage map = new TernMapMessage();
        for (int i = 0; i < 30; i++) {
            stream.writeInt(i);
            stream.writeBytes(piece);
            map.setBytes("piece" + i, piece);
        }
        sendOne(stream);
        sendOne(map);
        StreamMessage gotStream = (StreamMessage) receiveOne();
        MapMessage gotMap = (MapMessage) receiveOne();
        for (int i = 0; i < 30; i++) {
            assertEquals(i, gotStream.readInt());
            assertArrayEquals(piece, (byte[]) gotStream.readObject());
            assertArrayEquals(piece, gotMap.getBytes("piece" + i));
        }
    }

    @Test
    void shouldPassAMessageOfExactlyTheLimitAndRefuseOneByteMoreWithNothingLeft()
            throws JMSException {
        int limit = connection().link().connected().maxMessageBytes();
        assertEquals(104_857_600, limit);
        byte[] most = bytes(limit - overhead());
        sendOne(message(most));
        JMSException refused =
                assertThrows(
                        ResourceAllocationException.class,
                        () -> sendOne(message(new byte[most.length + 1])));
        assertEquals("LIMIT", refused.getErrorCode());
        assertTrue(
                refused.getMessage().contains("has 104857601 bytes")
                        && refused.getMessage().contains("maxMessageBytes is 104857600"),
                refused.getMessage());
        try (JMSContext context = factory.createContext()) {
            assertThrows(
                    ResourceAllocationRuntimeException.class,
                    () -> context.createProducer().send(queue, new byte[most.length + 1]));
        }
        assertBody(most, receiveOne());
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldPassThemThroughTheSimplifiedApi_7_5() {
        byte[] body = bytes(SEVERAL);
        try (JMSContext context = factory.createContext()) {
            JMSProducer producer = context.createProducer();
            producer.setProperty("p", 5).send(queue, body);
            producer.send(queue, "small");
            var consumer = context.createConsumer(queue);
            assertArrayEquals(body, consumer.receiveBody(byte[].class, LONG));
            assertEquals("small", consumer.receiveBody(String.class, LONG));
        }
    }

    @Test
    void shouldPassNonPersistentOnesAndThoseWithPriorityInTheirOrder() throws JMSException {
        byte[] body = bytes(SEVERAL);
        try (Session session = connection().createSession()) {
            MessageProducer producer = session.createProducer(queue);
            producer.send(message(body), jakarta.jms.DeliveryMode.NON_PERSISTENT, 1, 0);
            producer.send(message(new byte[SEVERAL]), jakarta.jms.DeliveryMode.PERSISTENT, 9, 0);
        }
        assertBody(new byte[SEVERAL], receiveOne());
        assertBody(body, receiveOne());
    }

    @Test
    void shouldSendAndReceiveThemInLocalTransactions_6_2_7() throws JMSException {
        byte[] body = bytes(SEVERAL);
        try (TernSession session = connection().createSession(Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(queue);
            TernMessageConsumer consumer = session.createConsumer(queue);
            producer.send(message(body));
            session.rollback();
            assertNull(consumer.receiveNoWait());
            producer.send(message(body));
            session.commit();
            Message first = consumer.receive(LONG);
            assertBody(body, first);
            session.rollback();
            Message again = consumer.receive(LONG);
            assertBody(body, again);
            assertTrue(again.getJMSRedelivered());
            assertEquals(2, count(again));
            session.commit();
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void shouldRedeliverThemAfterRecover_6_2_10() throws JMSException {
        byte[] body = bytes(SEVERAL);
        sendOne(message(body));
        try (TernSession session = connection().createSession(Session.CLIENT_ACKNOWLEDGE)) {
            TernMessageConsumer consumer = session.createConsumer(queue);
            assertBody(body, consumer.receive(LONG));
            session.recover();
            Message again = consumer.receive(LONG);
            assertBody(body, again);
            assertEquals(2, count(again));
            again.acknowledge();
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldHandThemToListeners_6_2_9() throws Exception {
        byte[] body = bytes(SEVERAL);
        BlockingQueue<Message> got = new LinkedBlockingQueue<>();
        try (TernSession session = connection().createSession();
                TernMessageConsumer consumer = session.createConsumer(queue)) {
            consumer.setMessageListener(got::add);
            sendOne(message(body));
            assertBody(body, got.poll(LONG, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void shouldSendAndReceiveThemInBranches_4_4() throws Exception {
        byte[] body = bytes(SEVERAL);
        try (TernXaSession session = connection().createXASession()) {
            XAResource resource = session.getXAResource();
            XidValue undone = new XidValue(9, bytes(8), new byte[] {1});
            resource.start(undone, XAResource.TMNOFLAGS);
            session.createProducer(queue).send(message(body));
            resource.end(undone, XAResource.TMSUCCESS);
            resource.rollback(undone);
            assertEquals(List.of(), drain());
            XidValue sent = new XidValue(9, bytes(8), new byte[] {2});
            resource.start(sent, XAResource.TMNOFLAGS);
            session.createProducer(queue).send(message(body));
            resource.end(sent, XAResource.TMSUCCESS);
            assertEquals(XAResource.XA_OK, resource.prepare(sent));
            resource.commit(sent, false);
            XidValue received = new XidValue(9, bytes(8), new byte[] {3});
            resource.start(received, XAResource.TMNOFLAGS);
            assertBody(body, session.createConsumer(queue).receive(LONG));
            resource.end(received, XAResource.TMSUCCESS);
            resource.commit(received, true);
        }
        assertEquals(List.of(), drain());
    }

    @Test
    void shouldSendThemFromSeveralSessionsAtOnce() throws Exception {
        List<Thread> senders = new ArrayList<>();
        List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            int size = SEVERAL + i;
            Thread sender =
                    new Thread(
                            () -> {
                                try {
                                    sendOne(message(bytes(size)));
                                } catch (JMSException e) {
                                    failures.add(e);
                                }
                            });
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(List.of(), failures);
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            Message message = receiveOne();
            int size = (int) ((BytesMessage) message).getBodyLength();
            assertBody(bytes(size), message);
            sum += size;
        }
        assertEquals(4 * SEVERAL + 6, sum);
    }
}
