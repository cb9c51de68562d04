package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** Factories and destinations as administered objects. */
class FactoryTest {

    private static TernConnectionFactory configured() {
        TernConnectionFactory factory = new TernConnectionFactory("memory:x");
        factory.setUser("u");
        factory.setPassword("p");
        factory.setClientId("c");
        factory.setTrustedPackages("a.b,c");
        factory.setPrefetch(7);
        factory.setManaged(true);
        return factory;
    }

    private static void assertConfigured(TernConnectionFactory factory) {
        assertEquals("memory:x", factory.getUrl());
        assertEquals("u", factory.getUser());
        assertEquals("p", factory.getPassword());
        assertEquals("c", factory.getClientId());
        assertEquals("a.b,c", factory.getTrustedPackages());
        assertEquals(7, factory.getPrefetch());
        assertTrue(factory.isManaged());
    }

    @Test
    void shouldBeEveryKindOfFactory() {
        Object factory = new TernConnectionFactory();
        assertTrue(factory instanceof ConnectionFactory);
        assertTrue(factory instanceof QueueConnectionFactory);
        assertTrue(factory instanceof TopicConnectionFactory);
        assertTrue(factory instanceof XAConnectionFactory);
        assertTrue(factory instanceof XAQueueConnectionFactory);
        assertTrue(factory instanceof XATopicConnectionFactory);
    }

    @Test
    void shouldKeepItsPropertiesThroughSerializationAndNaming() throws Exception {
        assertConfigured((TernConnectionFactory) copy(configured()));
        TernObjectFactory naming = new TernObjectFactory();
        assertConfigured(
                (TernConnectionFactory)
                        naming.getObjectInstance(configured().getReference(), null, null, null));
        assertEquals(new TernQueue("q"), copy(new TernQueue("q")));
        assertEquals(
                new TernQueue("q"),
                naming.getObjectInstance(new TernQueue("q").getReference(), null, null, null));
        assertEquals(
                new TernTopic("t"),
                naming.getObjectInstance(new TernTopic("t").getReference(), null, null, null));
    }

    private static Object copy(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void shouldNameAWrongUrlAndTheRemedy() {
        assertMessage(null, "the property url of TernConnectionFactory is not set");
        assertMessage("nowhere", "broker URL 'nowhere' has no scheme; give embedded:<directory>");
        assertMessage("ftp://host", "no transport for broker URLs that start with 'ftp:'");
        assertMessage("tern://host:1", "remote brokers come with a later version");
        assertMessage("embedded:x?colour=red", "option 'colour'");
        assertThrows(
                IllegalArgumentException.class, () -> new TernConnectionFactory().setPrefetch(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TernConnectionFactory().setPrefetch(10_001));
    }

    private static void assertMessage(@org.jspecify.annotations.Nullable String url, String part) {
        TernConnectionFactory factory = new TernConnectionFactory();
        factory.setUrl(url);
        JMSException refused = assertThrows(JMSException.class, factory::createConnection);
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
}
