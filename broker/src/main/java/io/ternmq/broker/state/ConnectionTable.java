package io.ternmq.broker.state;

import io.ternmq.broker.record.ConsumerKey;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile.ClientIdClaimed;
import io.ternmq.broker.record.Volatile.ConnectionClosed;
import io.ternmq.broker.record.Volatile.ConnectionOpened;
import io.ternmq.broker.record.Volatile.ConsumerClosed;
import io.ternmq.broker.record.Volatile.ConsumerOpened;
import io.ternmq.broker.record.Volatile.CreditGranted;
import io.ternmq.broker.record.Volatile.Dispatched;
import io.ternmq.broker.record.Volatile.SessionClosed;
import io.ternmq.broker.record.Volatile.SessionOpened;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections, sessions, consumers and what was delivered to them: nothing of it survives the
 * broker. Belongs to the state machine's thread.
 */
final class ConnectionTable {

    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    private final Map<String, Connection> clientIds = new HashMap<>();

    int size() {
        return connections.size();
    }

    @Nullable Connection connection(long id) {
        return connections.get(id);
    }

    boolean clientIdTaken(String clientId) {
        return clientIds.containsKey(clientId);
    }

    @Nullable Session session(SessionKey key) {
        Connection connection = connections.get(key.connection());
        return connection == null ? null : connection.sessions.get(key.session());
    }

    @Nullable Consumer consumer(ConsumerKey key) {
        Connection connection = connections.get(key.connection());
        return connection == null ? null : connection.consumers.get(key.consumer());
    }

    void apply(ConnectionOpened change) {
        Connection connection = new Connection(change.connection(), change.clientId());
        connections.put(connection.id, connection);
        if (change.clientId() != null) {
            clientIds.put(change.clientId(), connection);
        }
    }

    void apply(ClientIdClaimed change) {
        Connection connection = existing(change.connection());
        connection.clientId = change.clientId();
        clientIds.put(change.clientId(), connection);
    }

    void apply(ConnectionClosed change) {
        Connection connection = connections.remove(change.connection());
        if (connection != null && connection.clientId != null) {
            clientIds.remove(connection.clientId);
        }
    }

    void apply(SessionOpened change) {
        existing(change.session().connection())
                .sessions
                .put(change.session().session(), new Session(change.session(), change.mode()));
    }

    void apply(SessionClosed change) {
        existing(change.session().connection()).sessions.remove(change.session().session());
    }

    void apply(ConsumerOpened change, QueueState queue) {
        Session session = existingSession(change.session());
        Consumer consumer = new Consumer(change.consumer(), session, queue);
        session.consumers.add(consumer);
        existing(change.consumer().connection())
                .consumers
                .put(change.consumer().consumer(), consumer);
        queue.attach(consumer);
    }

    void apply(ConsumerClosed change) {
        Consumer consumer =
                existing(change.consumer().connection())
                        .consumers
                        .remove(change.consumer().consumer());
        if (consumer != null) {
            consumer.session.consumers.remove(consumer);
            consumer.queue.detach(consumer);
        }
    }

    Consumer apply(CreditGranted change) {
        Consumer consumer = existingConsumer(change.consumer());
        consumer.credit =
                (int) Math.min(Integer.MAX_VALUE, (long) consumer.credit + change.deliveries());
        return consumer;
    }

    Consumer apply(Dispatched change, Reference reference) {
        Consumer consumer = existingConsumer(change.consumer());
        Delivery delivery = new Delivery(change.deliveryId(), reference, consumer);
        consumer.credit--;
        consumer.session.deliveries.put(delivery.id, delivery);
        existing(change.consumer().connection()).lastDeliveryId = delivery.id;
        reference.delivery = delivery;
        return consumer;
    }

    /** A delivery is over, whatever became of it. */
    void settle(Reference reference) {
        Delivery delivery = reference.delivery;
        if (delivery != null) {
            reference.delivery = null;
            delivery.consumer.session.deliveries.remove(delivery.id);
        }
    }

    Session existingSession(SessionKey key) {
        Session session = session(key);
        if (session == null) {
            throw new IllegalStateException("no session " + key);
        }
        return session;
    }

    private Consumer existingConsumer(ConsumerKey key) {
        Consumer consumer = consumer(key);
        if (consumer == null) {
            throw new IllegalStateException("no consumer " + key);
        }
        return consumer;
    }

    private Connection existing(long id) {
        Connection connection = connections.get(id);
        if (connection == null) {
            throw new IllegalStateException("no connection " + id);
        }
        return connection;
    }
}
