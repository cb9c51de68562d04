package io.ternmq.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;

/**
 * A producer, consumer or browser behind a handle: made on the session that the handle works on,
 * and made again when that is another one, since the handle was moved to another connection or a
 * local transaction began or ended. Threadsafe.
 *
 * @param <T> what is made
 */
final class Bound<T extends AutoCloseable> {

    private static final System.Logger LOG = System.getLogger(Bound.class.getName());

    /** Makes the object on a session. */
    @FunctionalInterface
    interface Maker<T> {
        T make(Session session) throws JMSException;
    }

    private final Maker<T> maker;
    private @Nullable Session session;
    private @Nullable T object;

    Bound(Maker<T> maker) {
        this.maker = maker;
    }

    /** The object on that session. */
    synchronized T on(Session wanted) throws JMSException {
        T present = object;
        if (present != null && session == wanted) {
            return present;
        }
        close();
        T made = maker.make(wanted);
        object = made;
        session = wanted;
        return made;
    }

    /** Closes the object; a later use makes another. */
    synchronized void close() {
        T present = object;
        object = null;
        session = null;
        if (present != null) {
            try {
                present.close();
            } catch (Exception e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "TERN0431 a producer or consumer was gone before it was closed",
                        e);
            }
        }
    }
}
