package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KillPlanTest {

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertEquals(KillPlan.seeded(7, 10_000, 5), KillPlan.seeded(7, 10_000, 5));
        assertNotEquals(KillPlan.seeded(7, 10_000, 5), KillPlan.seeded(8, 10_000, 5));
    }

    @Test
    void shouldKeepEveryKillInsideTheLoadAndInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            List<Integer> moments =
                    KillPlan.seeded(seed, 1_000, 5).kills().stream()
                            .map(KillPlan.Kill::afterAnswers)
                            .toList();
            assertEquals(5, moments.size());
            assertEquals(moments.stream().sorted().distinct().toList(), moments);
            assertTrue(moments.get(0) >= 50 && moments.get(4) < 900, moments::toString);
        }
    }

    @Test
    void shouldRefuseMoreKillsThanOrders() {
        assertThrows(IllegalArgumentException.class, () -> KillPlan.seeded(1, 10, 20));
        assertEquals(List.of(), KillPlan.seeded(1, 10, 0).kills());
    }
}
