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
 * returned. Arguments: the data directory, the image, {@code force} or {@code no-force}, and the
 * length of the padding of each text.
 */
public final class SendingChild {

    private SendingChild() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        ForcePolicy disk = new PowerCutDisk(directory, Path.of(arguments[1]));
        ForcePolicy policy = arguments[2].equals("force") ? disk : Brokers.withoutForce(disk);
        int padding = Integer.parseInt(arguments[3]);
        try (BrokerRegistry.Lease broker = Brokers.open(directory, policy);
                JMSContext context = Brokers.connect(directory)) {
            Queue queue = context.createQueue(Brokers.QUEUE);
            JMSProducer producer = context.createProducer();
            for (long i = 0; !System.out.checkError(); i++) {
                producer.send(queue, Brokers.text(i, padding));
                System.out.println(i);
            }
        }
    }
}
