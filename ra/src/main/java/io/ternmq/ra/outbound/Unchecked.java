package io.ternmq.ra.outbound;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.List;

/** Turns the classic API's exceptions into those of the simplified API. */
final class Unchecked {

    private Unchecked() {}

    /** A call of the classic API that answers. */
    @FunctionalInterface
    interface Supplier<T> {
        T get() throws JMSException;
    }

    /** A call of the classic API. */
    @FunctionalInterface
    interface Action {
        void run() throws JMSException;
    }

    private interface Maker {
        JMSRuntimeException make(String text, String code, Throwable cause);
    }

    private record Pair(Class<? extends JMSException> checked, Maker unchecked) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair(IllegalStateException.class, IllegalStateRuntimeException::new),
                    new Pair(InvalidClientIDException.class, InvalidClientIDRuntimeException::new),
                    new Pair(
                            InvalidDestinationException.class,
                            InvalidDestinationRuntimeException::new),
                    new Pair(InvalidSelectorException.class, InvalidSelectorRuntimeException::new),
                    new Pair(JMSSecurityException.class, JMSSecurityRuntimeException::new),
                    new Pair(MessageFormatException.class, MessageFormatRuntimeException::new),
                    new Pair(
                            MessageNotWriteableException.class,
                            MessageNotWriteableRuntimeException::new),
                    new Pair(
                            ResourceAllocationException.class,
                            ResourceAllocationRuntimeException::new),
                    new Pair(
                            TransactionInProgressException.class,
                            TransactionInProgressRuntimeException::new),
                    new Pair(
                            TransactionRolledBackException.class,
                            TransactionRolledBackRuntimeException::new));

    static <T> T get(Supplier<T> call) {
        try {
            return call.get();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    static void run(Action call) {
        try {
            call.run();
        } catch (JMSException e) {
            throw of(e);
        }
    }

    static JMSRuntimeException of(JMSException e) {
        for (Pair pair : PAIRS) {
            if (pair.checked().isInstance(e)) {
                return pair.unchecked().make(e.getMessage(), e.getErrorCode(), e);
            }
        }
        return new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
}
