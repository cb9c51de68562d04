package io.ternmq.broker.state;

import io.ternmq.broker.record.Change;
import io.ternmq.broker.record.Volatile;
import io.ternmq.broker.state.Command.FromClient;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Request;
import org.jspecify.annotations.Nullable;

/** Leads each command to the rules that decide it. Changes nothing. */
final class Rules {

    private final BrokerState state;
    private final ConnectionRules connections;
    private final ContentRules contents;
    private final MessageRules messages;
    private final LocalTransactionRules local;
    private final XaRules xa;
    private final AdminRules admin;

    Rules(BrokerState state) {
        this.state = state;
        this.connections = new ConnectionRules(state);
        this.contents = new ContentRules(state);
        this.messages = new MessageRules(state, contents);
        this.local = new LocalTransactionRules(state);
        this.xa = new XaRules(state);
        this.admin = new AdminRules(state);
    }

    Decision decide(Command command, long nowMs) {
        if (command instanceof FromClient c) {
            return fromClient(c.connection(), c.request(), nowMs);
        }
        if (command instanceof Command.ConnectionLost c) {
            return connections.lost(c.connection(), nowMs);
        }
        if (command instanceof Command.Tick) {
            return xa.timeouts(nowMs);
        }
        if (command instanceof Command.SpaceChanged c) {
            return Decision.done(new Volatile.SpaceChanged(c.full(), c.directory()));
        }
        return admin.decide(command, nowMs);
    }

    @Nullable Change delivery(QueueState queue, long nowMs) {
        return messages.delivery(queue, nowMs);
    }

    private Decision fromClient(long connection, Request request, long nowMs) {
        if (request instanceof Request.Connect r) {
            return connections.connect(connection, r);
        }
        if (state.connections.connection(connection) == null) {
            return Decision.refused(
                    ErrorCode.ILLEGAL_STATE, "the connection is not open; send Connect first");
        }
        if (request instanceof Request.Send r) {
            return messages.send(connection, r, nowMs);
        }
        if (request instanceof Request.SendPart r) {
            return contents.part(connection, r);
        }
        if (request instanceof Request.Acknowledge r) {
            return messages.acknowledge(connection, r, nowMs);
        }
        if (request instanceof Request.Credit r) {
            return connections.credit(connection, r);
        }
        if (request instanceof Request.Handed r) {
            return messages.handed(connection, r);
        }
        if (request instanceof Request.Pull r) {
            return connections.pull(connection, r);
        }
        if (request instanceof Request.Commit r) {
            return local.commit(connection, r, nowMs);
        }
        if (request instanceof Request.Rollback r) {
            return local.rollback(connection, r, nowMs);
        }
        if (request instanceof Request.Recover r) {
            return messages.recover(connection, r);
        }
        if (request instanceof Request.OpenSession r) {
            return connections.openSession(connection, r);
        }
        if (request instanceof Request.CloseSession r) {
            return connections.closeSession(connection, r, nowMs);
        }
        if (request instanceof Request.OpenConsumer r) {
            return connections.openConsumer(connection, r);
        }
        if (request instanceof Request.CloseConsumer r) {
            return connections.closeConsumer(connection, r);
        }
        if (request instanceof Request.SetClientId r) {
            return connections.setClientId(connection, r);
        }
        if (request instanceof Request.Disconnect) {
            return connections.disconnect(connection, nowMs);
        }
        return xa.decide(connection, request, nowMs);
    }
}
