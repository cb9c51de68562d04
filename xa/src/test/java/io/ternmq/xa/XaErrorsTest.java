package io.ternmq.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;

class XaErrorsTest {

    @Test
    void shouldNameEveryCodeOfXAException() throws IllegalAccessException {
        int checked = 0;
        for (Field field : XAException.class.getFields()) {
            boolean bound = field.getName().matches("XA_RB(BASE|END)");
            if (Modifier.isStatic(field.getModifiers()) && !bound) {
                assertEquals(field.getName(), XaErrors.name(field.getInt(null)));
                checked++;
            }
        }
        assertEquals(23, checked); // 8 XAER_, 8 XA_RB, 4 XA_HEUR, XA_RETRY, XA_RDONLY, XA_NOMIGRATE
        assertEquals("XA_OK", XaErrors.name(0));
        assertEquals("XA error 4711", XaErrors.name(4711));
    }

    @Test
    void shouldCarryBothCodeAndText() {
        Exception cause = new java.io.IOException("cut");
        XAException e = XaErrors.exception(XAException.XAER_NOTA, "unknown", cause);
        assertEquals(XAException.XAER_NOTA, e.errorCode);
        assertEquals("unknown", e.getMessage());
        assertEquals(cause, e.getCause());
    }

    @Test
    void shouldNotMakeAnExceptionThatReadsAsXaOk() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> XaErrors.exception(0, "the reason"));
        assertFalse(e.getMessage().isBlank());
    }
}
