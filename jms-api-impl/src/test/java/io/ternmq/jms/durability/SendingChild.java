package io.ternmq.jms.durability;

import io.ternmq.broker.runtime.BrokerRegistry;
import io.ternmq.journal.ForcePolicy;
import io.ternmq.journal.PowerCutDisk;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.nio.file.Path;

/**
 * A process that sends until it is killed, and prints the number of each message once its send has
 * returned. Arguments: the data directory, the image, and {@code force} or {@code no-force}.
 */
public final class SendingChild {

    private SendingChild() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        ForcePolicy disk = new PowerCutDisk(directory, Path.of(arguments[1]));
        ForcePolicy policy = arguments[2].equals("force") ? disk : Brokers.withoutForce(disk);
        try (BrokerRegistry.Lease broker = Brokers.open(directory, policy);
                JMSContext context = Brokers.connect(directory)) {
            Queue queue = context.createQueue(Brokers.QUEUE);
            JMSProducer producer = context.createProducer();
            for (long i = 0; !System.out.checkError(); i++) {
                producer.send(queue, Long.toString(i));
                System.out.println(i);
            }
        }
    }
}
