package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.ConsumerKey;
import io.ternmq.broker.record.Record.BranchRolledBack;
import io.ternmq.broker.record.Record.QueueCreated;
import io.ternmq.broker.record.SessionKey;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Decision.Wait;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.xa.BranchState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about connections, sessions and consumers. Changes nothing. */
final class ConnectionRules {

    private final BrokerState state;

    ConnectionRules(BrokerState state) {
        this.state = state;
    }

    Decision connect(long connection, Request.Connect r) {
        if (state.connections.connection(connection) != null) {
            return Decision.refused(ErrorCode.ILLEGAL_STATE, "the connection is open already");
        }
        if (!authentic(r.user(), r.password())) {
            return Decision.refused(
                    ErrorCode.SECURITY,
                    r.user() == null
                            ? "this broker has users; give a user name and a password"
                            : "user '" + r.user() + "' is unknown or the password is wrong");
        }
        if (state.connections.size() >= state.limits.maxConnections()) {
            return limit("maxConnections", state.limits.maxConnections(), "close some connections");
        }
        String clientId = r.clientId();
        if (clientId != null && state.connections.clientIdTaken(clientId)) {
            return clientIdTaken(clientId);
        }
        Result result =
                new Result.Connected(
                        state.journalId(),
                        state.connectionName(connection),
                        state.limits.maxMessageBytes(),
                        state.limits.maxPartBytes());
        return new Decision(
                List.of(new Volatile.ConnectionOpened(connection, clientId)), result, Wait.NOTHING);
    }

    Decision setClientId(long connection, Request.SetClientId r) {
        String before = state.connections.connection(connection).clientId;
        if (before != null) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE,
                    "the connection has the client id '"
                            + before
                            + "' already; it cannot become '"
                            + r.clientId()
                            + "'");
        }
        if (state.connections.clientIdTaken(r.clientId())) {
            return clientIdTaken(r.clientId());
        }
        return Decision.done(new Volatile.ClientIdClaimed(connection, r.clientId()));
    }

    Decision openSession(long connection, Request.OpenSession r) {
        SessionKey key = new SessionKey(connection, r.sessionId());
        Connection open = state.connections.connection(connection);
        if (open.sessions.containsKey(r.sessionId())) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE, "session " + r.sessionId() + " is open already");
        }
        if (open.sessions.size() >= state.limits.maxSessions()) {
            return limit(
                    "maxSessions", state.limits.maxSessions(), "close sessions of this connection");
        }
        return Decision.done(new Volatile.SessionOpened(key, r.mode()));
    }

    Decision openConsumer(long connection, Request.OpenConsumer r) {
        SessionKey session = new SessionKey(connection, r.sessionId());
        if (state.connections.session(session) == null) {
            return noSession(r.sessionId());
        }
        if (r.destination().kind() == DestinationName.Kind.TOPIC) {
            return Decision.refused(
                    ErrorCode.NOT_SUPPORTED,
                    "consumers of topics come with a later version; '"
                            + r.destination().name()
                            + "' is a topic");
        }
        if (r.selector() != null && !r.selector().isEmpty()) {
            return Decision.refused(
                    ErrorCode.NOT_SUPPORTED,
                    "message selectors come with a later version; leave out '"
                            + r.selector()
                            + "'");
        }
        Connection open = state.connections.connection(connection);
        if (open.consumers.containsKey(r.consumerId())) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE, "consumer " + r.consumerId() + " is open already");
        }
        if (open.consumers.size() >= state.limits.maxConsumers()) {
            return limit(
                    "maxConsumers",
                    state.limits.maxConsumers(),
                    "close consumers of this connection");
        }
        List<Change> changes = new ArrayList<>();
        QueueState queue = state.queues.queue(r.destination().name());
        long queueId = queue == null ? state.queues.nextQueueId() : queue.id;
        if (queue == null) {
            if (state.queues.queues().size() >= state.limits.maxQueues()) {
                return limit("maxQueues", state.limits.maxQueues(), "delete unused queues");
            }
            changes.add(new QueueCreated(queueId, r.destination().name()));
        }
        changes.add(
                new Volatile.ConsumerOpened(
                        new ConsumerKey(connection, r.consumerId()), session, queueId));
        return Decision.done(changes);
    }

    Decision credit(long connection, Request.Credit r) {
        ConsumerKey key = new ConsumerKey(connection, r.consumerId());
        if (state.connections.consumer(key) == null) {
            // the consumer was closed while its credit was on the way
            return Decision.done();
        }
        if (r.deliveries() < 1) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE, "credit is " + r.deliveries() + "; give 1 or more");
        }
        return Decision.done(new Volatile.CreditGranted(key, r.deliveries()));
    }

    Decision pull(long connection, Request.Pull r) {
        ConsumerKey key = new ConsumerKey(connection, r.consumerId());
        if (state.connections.consumer(key) == null) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE, "consumer " + r.consumerId() + " is not open");
        }
        return new Decision(
                List.of(new Volatile.CreditGranted(key, 0)), Result.Done.DONE, Wait.DELIVERIES);
    }

    Decision closeConsumer(long connection, Request.CloseConsumer r) {
        ConsumerKey key = new ConsumerKey(connection, r.consumerId());
        Consumer consumer = state.connections.consumer(key);
        if (consumer == null) {
            return Decision.done();
        }
        Set<Long> handed = new HashSet<>(r.handed());
        List<Change> changes = new ArrayList<>();
        for (Delivery delivery : consumer.session.deliveries.values()) {
            if (delivery.consumer == consumer && !handed.contains(delivery.id)) {
                changes.add(new Volatile.Returned(consumer.session.key, delivery.id));
            }
        }
        changes.add(new Volatile.ConsumerClosed(key));
        return Decision.done(changes);
    }

    Decision closeSession(long connection, Request.CloseSession r, long nowMs) {
        Session session = state.connections.session(new SessionKey(connection, r.sessionId()));
        if (session == null) {
            return Decision.done();
        }
        List<Change> changes = new ArrayList<>();
        end(session, changes, nowMs);
        return Decision.done(changes);
    }

    Decision disconnect(long connection, long nowMs) {
        List<Change> changes = new ArrayList<>();
        endAll(state.connections.connection(connection), changes, nowMs);
        return Decision.done(changes);
    }

    Decision lost(long connection, long nowMs) {
        Connection lost = state.connections.connection(connection);
        if (lost == null) {
            return Decision.done();
        }
        List<Change> changes = new ArrayList<>();
        for (Branch branch : state.branches.branches()) {
            boolean open = branch.state == BranchState.ACTIVE || branch.state == BranchState.IDLE;
            if (open && branch.xid != null && tookPart(branch, connection)) {
                changes.add(new Volatile.BranchFailed(branch.tx, "a connection of it was lost"));
            }
        }
        endAll(lost, changes, nowMs);
        return Decision.done(changes);
    }

    private static boolean tookPart(Branch branch, long connection) {
        return branch.ties.keySet().stream().anyMatch(key -> key.connection() == connection)
                || branch.ended.stream().anyMatch(key -> key.connection() == connection);
    }

    private void endAll(Connection connection, List<Change> changes, long nowMs) {
        for (Session session : connection.sessions.values()) {
            end(session, changes, nowMs);
        }
        changes.add(new Volatile.ConnectionClosed(connection.id));
    }

    private void end(Session session, List<Change> changes, long nowMs) {
        Branch local = session.local;
        if (local != null) {
            changes.add(new BranchRolledBack(local.tx, null, nowMs, local.recordCount > 0));
        }
        for (Delivery delivery : session.deliveries.values()) {
            changes.add(new Volatile.Returned(session.key, delivery.id));
        }
        for (Branch branch : state.branches.branches()) {
            if (branch.ties.containsKey(session.key)) {
                changes.add(
                        new Volatile.BranchFailed(
                                branch.tx, "a session was closed before it ended the branch"));
                changes.add(new Volatile.Dissociated(branch.tx, session.key));
            }
        }
        for (Consumer consumer : session.consumers) {
            changes.add(new Volatile.ConsumerClosed(consumer.key));
        }
        changes.add(new Volatile.SessionClosed(session.key));
    }

    private boolean authentic(@Nullable String user, @Nullable String password) {
        if (state.limits.users().isEmpty()) {
            return true;
        }
        String expected = user == null ? null : state.limits.users().get(user);
        return expected != null
                && password != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        password.getBytes(StandardCharsets.UTF_8));
    }

    private static Decision clientIdTaken(String clientId) {
        return Decision.refused(
                ErrorCode.INVALID_CLIENT_ID,
                "client id '" + clientId + "' belongs to another open connection; use another");
    }

    static Decision noSession(long sessionId) {
        return Decision.refused(ErrorCode.ILLEGAL_STATE, "session " + sessionId + " is not open");
    }

    static Decision limit(String name, long value, String remedy) {
        return Decision.refused(
                ErrorCode.LIMIT,
                "the limit " + name + " (" + value + ") is reached; " + remedy + " or raise it");
    }
}
