package io.ternmq.jms;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Result;
import jakarta.jms.JMSException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A request whose reply is outstanding.
 *
 * <p>Completed once, on the broker's thread or on whichever finds the connection lost; awaited by
 * any number of application threads, which an interrupt does not turn away: they keep waiting and
 * keep the flag.
 */
final class Pending {

    private final CountDownLatch completed = new CountDownLatch(1);
    private final Runnable onReply;
    private volatile @Nullable Result result;
    private volatile @Nullable String lost;

    /**
     * @param onReply run when the reply arrives, in the order of events, before anybody who waits
     *     goes on; must not block
     */
    Pending(Runnable onReply) {
        this.onReply = onReply;
    }

    void complete(Result reply) {
        onReply.run();
        result = reply;
        completed.countDown();
    }

    void fail(String reason) {
        lost = reason;
        completed.countDown();
    }

    /** Waits for the result; refused ones are exceptions. */
    Result await() throws JMSException {
        Result reply = awaitAny();
        if (reply instanceof Result.Refused refused) {
            throw Failures.of(refused.code(), refused.reason());
        }
        return reply;
    }

    /** Waits for the result, whatever it is. */
    Result awaitAny() throws JMSException {
        boolean interrupted = false;
        while (true) {
            try {
                completed.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Result reply = result;
        if (reply == null) {
            throw new JMSException(
                    "the connection to the broker was lost before it answered, so the outcome is"
                            + " unknown: "
                            + lost
                            + "; make a new connection",
                    ErrorCode.UNAVAILABLE.name());
        }
        return reply;
    }
}
