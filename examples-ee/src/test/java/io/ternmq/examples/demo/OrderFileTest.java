package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderFileTest {

    @Test
    void shouldCarryTenThousandOrdersOneInTenOfThemBad() throws IOException {
        List<OrderLine> orders = OrderFile.first(10_000);

        assertEquals(10_000, orders.stream().map(OrderLine::id).distinct().count());
        assertEquals(1_000, orders.stream().filter(OrderLine::bad).count());
    }

    @Test
    void shouldRefuseMoreOrdersThanTheFileHas() {
        assertThrows(IllegalArgumentException.class, () -> OrderFile.first(10_001));
        assertThrows(IllegalArgumentException.class, () -> OrderFile.first(0));
    }
}
