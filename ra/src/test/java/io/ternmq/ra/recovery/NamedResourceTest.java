package io.ternmq.ra.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.xa.FailedXAResource;
import java.io.Serializable;
import javax.transaction.xa.XAResource;
import org.jboss.tm.XAResourceWrapper;
import org.junit.jupiter.api.Test;

/**
 * A transaction manager learns the resource's name, and nothing that it would write into its log.
 */
class NamedResourceTest {

    private final XAResource inner = new FailedXAResource("no broker", new Exception("none"));
    private final XAResource named = NamedResource.of(inner);

    @Test
    void shouldTellTheNameUnderWhichTheServerRecovers() {
        assertEquals("java:/jms/TernXA", ((XAResourceWrapper) named).getJndiName());
        assertSame(inner, ((XAResourceWrapper) named).getResource());
    }

    @Test
    void shouldNotBeSerializableSinceTheManagerWouldTryToLogIt() {
        assertFalse(named instanceof Serializable);
    }

    @Test
    void shouldBeTheSameResourceManagerAsTheResourceItself() throws Exception {
        assertTrue(named.isSameRM(inner));
    }
}
