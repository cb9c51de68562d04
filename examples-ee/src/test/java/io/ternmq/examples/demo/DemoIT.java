package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The demo in small, on a real server; the build gives the settings. */
class DemoIT {

    @Test
    void shouldAccountForEveryOrderAfterAKillInMidLoad() throws Exception {
        assertTrue(
                Demo.run(Settings.fromSystemProperties(), new Progress(System.out)),
                "the account printed above is not good");
    }
}
