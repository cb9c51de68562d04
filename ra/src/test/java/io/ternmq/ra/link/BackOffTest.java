package io.ternmq.ra.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @Test
    void shouldDoubleUpToItsLimitAndBeginAgainAfterASuccess() {
        BackOff backOff = BackOff.reconnecting();
        assertFalse(backOff.isWaiting());
        long[] waits = LongStream.generate(backOff::next).limit(7).toArray();
        assertEquals(
                "1000 2000 4000 8000 16000 30000 30000",
                String.join(" ", LongStream.of(waits).mapToObj(Long::toString).toList()));
        assertTrue(backOff.isWaiting());
        backOff.reset();
        assertFalse(backOff.isWaiting());
        assertEquals(1_000, backOff.next());
    }

    @Test
    void shouldSpreadTheAttemptsOfManyEndpoints() {
        long[] firsts = LongStream.generate(() -> BackOff.endpoint().next()).limit(200).toArray();
        assertTrue(LongStream.of(firsts).allMatch(millis -> millis >= 80 && millis <= 120));
        assertTrue(LongStream.of(firsts).distinct().count() > 10);
    }
}
