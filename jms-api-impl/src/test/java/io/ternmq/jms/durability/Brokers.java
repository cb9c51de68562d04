package io.ternmq.jms.durability;

import io.ternmq.broker.runtime.BrokerRegistry;
import io.ternmq.broker.runtime.Settings;
import io.ternmq.broker.state.Limits;
import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.Journal;
import io.ternmq.journal.JournalOptions;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brokers whose journal forces as a test chooses, with files small enough to copy at each force.
 */
final class Brokers {

    static final String QUEUE = "durable";

    private static final JournalOptions SMALL = new JournalOptions(64 << 10, 256 << 10);

    /** Parts that fit into a batch of such a small journal. */
    private static final int PART_BYTES = 4 << 10;

    /**
     * The negative control: forces each of the journal's files once, so that it is there and has
     * its header, and leaves out the forces that acknowledgements wait for.
     */
    static ForcePolicy withoutForce(ForcePolicy policy) {
        Set<Path> begun = ConcurrentHashMap.newKeySet();
        return (channel, path) -> {
            if (!path.toString().endsWith(".cq4") || begun.add(path)) {
                policy.force(channel, path);
            }
        };
    }

    private Brokers() {}

    static BrokerRegistry.Lease open(Path directory, ForcePolicy policy) {
        Settings settings =
                Settings.defaults()
                        .withLimits(Limits.defaults().withMaxPartBytes(PART_BYTES))
                        .withJournals(path -> Journal.open(path, SMALL, policy));
        return BrokerRegistry.instance().open(directory, settings, false);
    }

    static JMSContext connect(Path directory) {
        return new TernConnectionFactory("embedded:" + directory).createContext();
    }

    /** The text of a message: its number, and for a large one as much more as fills some parts. */
    static String text(long number, int padding) {
        return number + " ".repeat(padding);
    }

    /** The texts that the queue of a broker on this directory holds. */
    static List<String> drain(Path directory) throws Exception {
        List<String> texts = new ArrayList<>();
        try (BrokerRegistry.Lease broker = open(directory, ForcePolicy.DEVICE);
                JMSContext context = connect(directory)) {
            JMSConsumer consumer = context.createConsumer(context.createQueue(QUEUE));
            for (Message message = consumer.receiveNoWait();
                    message != null;
                    message = consumer.receiveNoWait()) {
                texts.add(message.getBody(String.class));
            }
        }
        return texts;
    }
}
