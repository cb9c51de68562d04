package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies before they are sent: 3.11 and 3.12. */
class BodiesTest {

    @Test
    void shouldLeaveTheCursorAfterAFailedStreamRead_3_11_3() throws JMSException {
        TernStreamMessage message = new TernStreamMessage();
        message.writeString("not a number");
        message.writeFloat(1.5f);
        message.writeBytes(new byte[] {1, 2, 3});
        assertThrows(MessageNotReadableException.class, message::readString);
        message.reset();
        assertThrows(MessageNotWriteableException.class, () -> message.writeInt(1));
        assertThrows(NumberFormatException.class, message::readInt);
        assertThrows(MessageFormatException.class, message::readChar);
        assertEquals("not a number", message.readString());
        assertThrows(MessageFormatException.class, message::readInt);
        assertEquals(1.5d, message.readDouble());
        byte[] part = new byte[2];
        assertEquals(2, message.readBytes(part));
        assertThrows(MessageFormatException.class, message::readObject);
        assertEquals(1, message.readBytes(part));
        assertEquals(3, part[0]);
        assertThrows(MessageEOFException.class, () -> message.readBytes(part));
        assertThrows(MessageEOFException.class, message::readString);
    }

    @Test
    void shouldEndAByteArrayOfExactlyTheLengthWithMinusOne_3_11_3() throws JMSException {
        TernStreamMessage message = new TernStreamMessage();
        message.writeBytes(new byte[] {1, 2});
        message.writeBytes(new byte[0]);
        message.writeObject(null);
        message.writeInt(4);
        message.reset();
        byte[] two = new byte[2];
        assertEquals(2, message.readBytes(two));
        assertEquals(-1, message.readBytes(two));
        assertEquals(0, message.readBytes(two));
        assertEquals(-1, message.readBytes(two));
        assertEquals(4L, message.readLong());
    }

    @Test
    void shouldLeaveTheCursorAfterAFailedBytesRead_3_11_3() throws JMSException {
        TernBytesMessage message = new TernBytesMessage();
        message.writeShort((short) 100);
        message.writeByte((byte) 'x');
        assertThrows(MessageNotReadableException.class, message::readByte);
        message.reset();
        assertEquals(3, message.getBodyLength());
        assertThrows(MessageEOFException.class, message::readInt);
        assertThrows(MessageEOFException.class, message::readUTF);
        assertEquals(100, message.readUnsignedShort());
        assertEquals('x', message.readUnsignedByte());
        assertEquals(-1, message.readBytes(new byte[4]));
        assertThrows(MessageEOFException.class, message::readByte);
        assertThrows(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[1], 2));
        message.clearBody();
        message.writeObject('c');
        message.writeObject(5L);
        message.writeObject(new byte[] {9});
        assertThrows(MessageFormatException.class, () -> message.writeObject(new Object()));
        assertThrows(NullPointerException.class, () -> message.writeObject(null));
        message.reset();
        assertEquals('c', message.readChar());
        assertEquals(5L, message.readLong());
        assertEquals(9, message.readByte());
    }

    @Test
    void shouldCopyWhatGoesIntoAndOutOfMapsAndBytes_3_12() throws JMSException {
        byte[] bytes = {1, 2, 3};
        TernMapMessage map = new TernMapMessage();
        map.setBytes("part", bytes, 1, 2);
        map.setObject("whole", bytes);
        bytes[1] = 9;
        assertArrayEquals(new byte[] {2, 3}, map.getBytes("part"));
        ((byte[]) map.getObject("whole"))[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, map.getBytes("whole"));
        ((byte[]) map.getBody(Map.class).get("whole"))[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, map.getBytes("whole"));
        assertThrows(IllegalArgumentException.class, () -> map.setInt("", 1));
        assertThrows(IllegalArgumentException.class, () -> map.setInt(null, 1));
        assertTrue(map.itemExists("part"));
        assertFalse(map.itemExists("absent"));
        assertNull(map.getString("absent"));
        TernBytesMessage message = new TernBytesMessage();
        message.writeBytes(bytes);
        message.getBody(byte[].class)[0] = 7;
        assertArrayEquals(bytes, message.getBody(byte[].class));
    }

    @Test
    void shouldTellWhichBodiesCanBeHad_3_11_6() throws JMSException {
        TernTextMessage text = new TernTextMessage("t");
        assertTrue(text.isBodyAssignableTo(CharSequence.class));
        assertFalse(text.isBodyAssignableTo(Integer.class));
        assertEquals("t", text.getBody(Object.class));
        assertThrows(MessageFormatException.class, () -> text.getBody(Integer.class));
        assertFalse(new TernStreamMessage().isBodyAssignableTo(Object.class));
        assertThrows(
                MessageFormatException.class, () -> new TernStreamMessage().getBody(Object.class));
        assertTrue(new TernMessage().isBodyAssignableTo(Integer.class));
        assertNull(new TernMessage().getBody(Integer.class));
        TernBytesMessage bytes = new TernBytesMessage();
        bytes.writeInt(5);
        assertTrue(bytes.isBodyAssignableTo(byte[].class));
        assertFalse(bytes.isBodyAssignableTo(String.class));
        bytes.writeInt(6);
        assertEquals(8, bytes.getBody(byte[].class).length);
    }

    @Test
    void shouldCheckPropertyNames_3_5_1() throws JMSException {
        TernMessage message = new TernMessage();
        for (String name : new String[] {"", "a b", "1a", "not", "LIKE", "a.b"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> message.setIntProperty(name, 1), name);
        }
        assertThrows(IllegalArgumentException.class, () -> message.setIntProperty(null, 1));
        assertThrows(MessageFormatException.class, () -> message.setIntProperty("JMSPriority", 1));
        assertThrows(MessageFormatException.class, () -> message.setIntProperty("JMSXGroupID", 1));
        assertThrows(
                MessageFormatException.class, () -> message.setStringProperty("JMSXGroupSeq", "1"));
        message.setStringProperty("_$ok1", "x");
        assertTrue(message.propertyExists("_$ok1"));
        message.clearProperties();
        assertFalse(message.getPropertyNames().hasMoreElements());
    }

    /** A class of this package, which a list may name or not. */
    static final class Order implements Serializable {
        private static final long serialVersionUID = 1L;
        final Color color = Color.RED;
        final int[] amounts = {1, 2};
    }

    /** So that enums are tried too. */
    enum Color {
        RED
    }

    private static TernObjectMessage read(Object object, String trusted) throws JMSException {
        TernObjectMessage sent = new TernObjectMessage(new TrustedPackages(null));
        sent.setObject((Serializable) object);
        TernObjectMessage got = new TernObjectMessage(new TrustedPackages(trusted));
        got.read(sent.write());
        return got;
    }

    @Test
    void shouldTrustListedPackagesAndThoseBelow() throws JMSException {
        for (String list : new String[] {"io.ternmq.jms", "io.ternmq", "x , io.ternmq.*", "*"}) {
            Order order = (Order) read(new Order(), list).getObject();
            assertEquals(Color.RED, order.color);
        }
        for (String list : new String[] {"", "io.tern", "io.ternmq.jms.deeper", "java.util"}) {
            JMSException refused =
                    assertThrows(
                            MessageFormatException.class,
                            () -> read(new Order(), list).getObject());
            assertTrue(
                    refused.getMessage().contains("class io.ternmq.jms.BodiesTest$Order"),
                    refused.getMessage());
            assertTrue(refused.getMessage().contains("trustedPackages"), refused.getMessage());
        }
    }

    @Test
    void shouldTrustValuesOfJavaLangAndArraysOfThemByDefault() throws JMSException {
        assertEquals("s", read("s", null).getObject());
        assertEquals(5L, read(5L, null).getObject());
        assertArrayEquals(new int[] {1}, (int[]) read(new int[] {1}, null).getObject());
        assertArrayEquals(
                new String[][] {{"a"}},
                (String[][]) read(new String[][] {{"a"}}, null).getObject());
        assertThrows(MessageFormatException.class, () -> read(new Order[0], null).getObject());
        assertThrows(
                MessageFormatException.class, () -> read(new Throwable("x"), null).getObject());
    }

    /** What a proxy may be of. */
    interface Shape extends Serializable {}

    @Test
    void shouldNotMakeAProxyOfAnUntrustedInterface() throws JMSException {
        Object proxy =
                Proxy.newProxyInstance(
                        Shape.class.getClassLoader(), new Class<?>[] {Shape.class}, new Silent());
        JMSException refused =
                assertThrows(MessageFormatException.class, () -> read(proxy, null).getObject());
        assertTrue(refused.getMessage().contains("BodiesTest$Shape"), refused.getMessage());
        assertTrue(read(proxy, "io.ternmq.jms").getObject() instanceof Shape);
    }

    /** A handler that does nothing. */
    static final class Silent implements java.lang.reflect.InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return null;
        }
    }

    @Test
    void shouldGiveTheSenderItsOwnObjectBack() throws JMSException {
        TernObjectMessage message = new TernObjectMessage(new TrustedPackages(null));
        message.setObject(new Order());
        assertEquals(Color.RED, ((Order) message.getObject()).color);
        assertThrows(
                MessageFormatException.class,
                () -> message.setObject((Serializable) unserializable()));
    }

    /** A lambda that holds something that cannot be serialized. */
    private static Runnable unserializable() {
        Object held = new Object();
        return (Runnable & Serializable) () -> System.out.println(held);
    }

    @Test
    void shouldCompareAndCheckDestinationsByName() {
        assertEquals(new TernQueue("a"), new TernQueue("a"));
        assertFalse(new TernQueue("a").equals(new TernQueue("b")));
        assertFalse(new TernQueue("a").equals((Object) new TernTopic("a")));
        TernQueue named = new TernQueue();
        named.setName("late");
        assertEquals(new TernQueue("late"), named);
        assertThrows(IllegalStateException.class, () -> named.setName("other"));
        assertThrows(IllegalArgumentException.class, () -> new TernQueue("a b"));
        assertThrows(IllegalArgumentException.class, () -> new TernTopic(""));
    }
}
