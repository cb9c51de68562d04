package io.ternmq.ra.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class BrokerLoginTest {

    @Test
    void shouldNeverShowThePassword() {
        BrokerLogin login = new BrokerLogin("embedded:/x", "anna", "secret", null, null);
        assertFalse(login.toString().contains("secret"));
        assertEquals("embedded:/x as anna", login.toString());
    }

    @Test
    void shouldTakeAnEmptyTextOfADescriptorForNothing() {
        BrokerLogin login = new BrokerLogin("embedded:/x", "", " ", "", "");
        assertEquals(new BrokerLogin("embedded:/x", null, null, null, null), login);
        assertNull(login.user());
    }
}
