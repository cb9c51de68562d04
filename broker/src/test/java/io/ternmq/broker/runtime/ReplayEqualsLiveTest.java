package io.ternmq.broker.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.DurableView;
import io.ternmq.journal.Segment;
import io.ternmq.journal.StoredCheckpoint;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The promise on which everything rests: for every record, what a crash behind it leaves in the
 * journal replays to the durable view that the live state had there, from the start of what is
 * retained and from every checkpoint. The programs are random and seeded; jqwik prints the seed of
 * a run that fails, and {@code tries} runs in every build.
 */
class ReplayEqualsLiveTest {

    private static long crashes;
    private static long fromCheckpoints;
    private static long ofTrimmed;

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void shouldReplayToTheLiveViewAfterACrashAtEveryRecord(@ForAll long seed) throws Exception {
        SimulatedBroker live = new SimulatedBroker(new Random(seed));
        live.run(250);
        assertEquals(live.views.size(), live.journal.appendedPosition());
        for (long kept = 1; kept <= live.journal.appendedPosition(); kept++) {
            String where = "seed " + seed + ", crash behind record " + kept;
            List<String> expected = live.views.get((int) kept - 1);
            MemoryJournal left = live.journal.crash(kept);
            for (StoredCheckpoint checkpoint : left.checkpoints()) {
                check(
                        where + ", checkpoint " + checkpoint.number(),
                        expected,
                        Replay.from(checkpoint, left, SimulatedBroker.LIMITS).state());
                fromCheckpoints++;
            }
            check(where, expected, Replay.fromStart(left, SimulatedBroker.LIMITS).state());
            crashes++;
            ofTrimmed += left.startNote().hasRemaining() ? 1 : 0;
        }
        checkLiveBytes(seed, live);
    }

    private static void check(String where, List<String> expected, BrokerState replayed) {
        assertEquals(expected, DurableView.of(replayed), where);
        assertTrue(DurableView.countersBehindAll(replayed), where);
        List<String> before = DurableView.of(replayed);
        replayed.decide(new Command.EndReplay(replayed.opening()), 1_000_000)
                .changes()
                .forEach(replayed::apply);
        assertEquals(before, DurableView.of(replayed), where + ": presumed abort");
    }

    /** What was counted while it happened is what is counted afterwards. */
    private static void checkLiveBytes(long seed, SimulatedBroker live) throws Exception {
        live.disconnect(); // what is under way only a live broker knows to be given up
        MemoryJournal left = live.journal.crash(live.journal.appendedPosition());
        BrokerState replayed = Replay.fromStart(left, SimulatedBroker.LIMITS).state();
        replayed.decide(new Command.EndReplay(1), 1_000_000).changes().forEach(replayed::apply);
        assertEquals(0, DurableView.contentsUnderWay(replayed), "seed " + seed);
        assertEquals(
                live.journal.segments().stream().map(Segment::liveBytes).toList(),
                left.segments().stream().map(Segment::liveBytes).toList(),
                "seed " + seed);
    }

    @AfterContainer
    static void shouldHaveTriedWhatItIsFor() {
        assertTrue(
                fromCheckpoints > crashes && ofTrimmed > crashes / 4,
                crashes
                        + " crashes, "
                        + fromCheckpoints
                        + " replays from checkpoints, "
                        + ofTrimmed
                        + " of trimmed journals");
    }
}
