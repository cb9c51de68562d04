package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the JVM's end does to a broker depends on who was to close it. */
class ShutdownTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final RegisteredBroker registered = new RegisteredBroker(Path.of("memory"), timer);
    private final Settings settings =
            Settings.defaults().withJournals(directory -> new MemoryJournal());

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @Test
    void shouldCloseABrokerThatLingersWhenTheJvmEnds() throws Exception {
        FrameClient client =
                FrameClient.connected(handler -> registered.connect(settings, 30_000, handler));
        registered.closeAtShutdown();
        assertEquals("the broker in memory was closed", client.lost.get(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldLeaveABrokerThatDoesNotLingerToItsUsers() throws Exception {
        FrameClient client =
                FrameClient.connected(handler -> registered.connect(settings, 0, handler));
        registered.closeAtShutdown();
        assertEquals(
                Result.Done.DONE, client.call(id -> new Request.SetClientId(id, "still there")));
        assertFalse(client.lost.isDone());
        client.close();
        FrameClient next =
                FrameClient.connected(handler -> registered.connect(settings, 0, handler));
        next.close();
    }
}
