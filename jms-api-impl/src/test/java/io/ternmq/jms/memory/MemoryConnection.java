package io.ternmq.jms.memory;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Event;
import io.ternmq.wire.EventHandler;
import io.ternmq.wire.Request;
import io.ternmq.wire.Result;
import io.ternmq.wire.SessionMode;
import io.ternmq.wire.Transport;
import io.ternmq.wire.TransportException;
import io.ternmq.wire.message.Content;
import io.ternmq.wire.message.ContentInParts;
import io.ternmq.xa.XidValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** A connection to the broker in lists; all under the broker's lock. */
final class MemoryConnection implements Transport {

    private final MemoryBroker broker;
    private final EventHandler handler;
    private final String name = "m" + Integer.toHexString(System.identityHashCode(this));
    private final Map<Long, MemorySession> sessions = new LinkedHashMap<>();
    private final Map<Long, MemoryConsumer> consumers = new LinkedHashMap<>();
    private @Nullable String clientId;
    private long deliveryIds;
    private boolean open;

    MemoryConnection(MemoryBroker broker, EventHandler handler) {
        this.broker = broker;
        this.handler = handler;
    }

    @Override
    public void send(Request request) throws TransportException {
        if (!(request instanceof Request.Connect) && !open) {
            throw new TransportException("the memory broker is gone");
        }
        broker.handle(this, request);
    }

    @Override
    public void close() {
        synchronized (broker) {
            broker.connections.remove(this);
            giveUp();
        }
    }

    void giveUp() {
        open = false;
        sessions.keySet().forEach(this::end);
        sessions.clear();
    }

    void event(Event event) {
        handler.onEvent(event);
    }

    void deliver(MemoryConsumer consumer, MemoryQueue.Stored message) {
        MemoryConsumer.Delivery delivery =
                new MemoryConsumer.Delivery(++deliveryIds, consumer, message);
        consumer.session.deliveries.put(delivery.id, delivery);
        event(
                new Event.Deliver(
                        consumer.id,
                        delivery.id,
                        message.envelope,
                        message.content,
                        message.deliveries + 1,
                        null));
    }

    /** Answers a pull, which waits for what it made deliverable. */
    void pulled(Request request) {
        if (request instanceof Request.Pull pull) {
            event(new Event.Reply(pull.requestId(), Result.Done.DONE));
        }
    }

    Event.@Nullable Reply answer(Request request) {
        Result result = result(request);
        if (request.requestId() == 0) {
            if (result instanceof Result.Refused refused) {
                event(new Event.Failed(0, refused.code(), refused.reason()));
            }
            return null;
        }
        return request instanceof Request.Pull
                ? null
                : new Event.Reply(request.requestId(), result);
    }

    private Result result(Request request) {
        if (request instanceof Request.Connect r) {
            return connect(r);
        } else if (request instanceof Request.SetClientId r) {
            return claim(r.clientId());
        } else if (request instanceof Request.Disconnect) {
            giveUp();
            broker.connections.remove(this);
        } else if (request instanceof Request.OpenSession r) {
            sessions.put(r.sessionId(), new MemorySession(this, r.mode()));
        } else if (request instanceof Request.CloseSession r) {
            end(r.sessionId());
            sessions.remove(r.sessionId());
        } else if (request instanceof Request.OpenConsumer r) {
            MemoryQueue queue = broker.queue(r.destination().name());
            MemoryConsumer consumer =
                    new MemoryConsumer(r.consumerId(), session(r.sessionId()), queue);
            consumers.put(r.consumerId(), consumer);
            queue.consumers.add(consumer);
        } else if (request instanceof Request.CloseConsumer r) {
            closeConsumer(r);
        } else if (request instanceof Request.Credit r) {
            consumers.get(r.consumerId()).credit += r.deliveries();
        } else if (request instanceof Request.SendPart r) {
            return session(r.sessionId()).part(r);
        } else if (request instanceof Request.Send r) {
            return send(r);
        } else if (request instanceof Request.Acknowledge r) {
            return acknowledge(r);
        } else if (request instanceof Request.Handed r) {
            session(r.sessionId()).deliveries.get(r.deliveryId()).count();
        } else if (request instanceof Request.Recover r) {
            session(r.sessionId()).giveBackAll(new HashSet<>(r.handed()));
        } else if (request instanceof Request.Commit r) {
            return commit(session(r.sessionId()));
        } else if (request instanceof Request.Rollback r) {
            rollback(session(r.sessionId()));
        } else {
            return xa(request);
        }
        return Result.Done.DONE;
    }

    private MemorySession session(long id) {
        MemorySession session = sessions.get(id);
        if (session == null) {
            throw new IllegalStateException("session " + id + " is not open");
        }
        return session;
    }

    private Result connect(Request.Connect r) {
        if (broker.password != null && !broker.password.equals(r.password())) {
            return new Result.Refused(ErrorCode.SECURITY, "the password is wrong");
        }
        Result claimed = r.clientId() == null ? Result.Done.DONE : claim(r.clientId());
        if (claimed instanceof Result.Refused) {
            return claimed;
        }
        open = true;
        broker.connections.add(this);
        return new Result.Connected(
                broker.journalId,
                name,
                MemoryBroker.MAX_MESSAGE_BYTES,
                MemoryBroker.MAX_PART_BYTES);
    }

    private Result claim(String id) {
        if (broker.connections.stream().anyMatch(other -> id.equals(other.clientId))) {
            return new Result.Refused(
                    ErrorCode.INVALID_CLIENT_ID, "client id '" + id + "' is in use");
        }
        clientId = id;
        return Result.Done.DONE;
    }

    private void end(long sessionId) {
        MemorySession session = session(sessionId);
        session.local.rollback();
        session.local = new MemoryWork();
        session.giveBackAll(Set.of());
        if (session.branch != null) {
            session.branch.failed = true;
            session.branch.associations--;
        }
        for (MemoryConsumer consumer : List.copyOf(consumers.values())) {
            if (consumer.session == session) {
                consumer.queue.consumers.remove(consumer);
                consumers.remove(consumer.id);
            }
        }
    }

    private void closeConsumer(Request.CloseConsumer r) {
        MemoryConsumer consumer = consumers.remove(r.consumerId());
        consumer.queue.consumers.remove(consumer);
        for (MemoryConsumer.Delivery delivery : List.copyOf(consumer.session.deliveries.values())) {
            if (delivery.consumer == consumer && !r.handed().contains(delivery.id)) {
                delivery.giveBack();
            }
        }
    }

    private @Nullable MemoryWork work(MemorySession session, long tx) {
        if (tx == Request.NO_TX) {
            return null;
        }
        return tx == Request.LOCAL_TX ? session.local : session.branch;
    }

    private Result send(Request.Send r) {
        Content content = r.content();
        if (content instanceof ContentInParts named) {
            content = session(r.sessionId()).whole(named);
        }
        if (content == null || content.size() > MemoryBroker.MAX_MESSAGE_BYTES) {
            return new Result.Refused(ErrorCode.ILLEGAL_STATE, "its parts are not there");
        }
        MemoryQueue queue = broker.queue(r.envelope().destination().name());
        MemoryQueue.Stored message =
                new MemoryQueue.Stored(queue, r.envelope(), content, broker.next());
        MemoryWork work = work(session(r.sessionId()), r.tx());
        if (work == null) {
            queue.ready.add(message);
        } else {
            work.sends.add(message);
        }
        return Result.Done.DONE;
    }

    private Result acknowledge(Request.Acknowledge r) {
        MemorySession session = session(r.sessionId());
        MemoryWork work = work(session, r.tx());
        for (Long id : r.deliveryIds()) {
            MemoryConsumer.Delivery delivery = session.deliveries.remove(id);
            if (delivery == null) {
                if (work != null) {
                    work.failed = true;
                }
                return new Result.Refused(
                        ErrorCode.ILLEGAL_STATE, "delivery " + id + " is not open");
            }
            if (work != null) {
                work.receives.add(delivery);
            }
        }
        return Result.Done.DONE;
    }

    private Result commit(MemorySession session) {
        MemoryWork work = session.local;
        if (session.mode != SessionMode.TRANSACTED) {
            return new Result.Refused(ErrorCode.ILLEGAL_STATE, "the session is not transacted");
        }
        session.local = new MemoryWork();
        if (work.failed) {
            work.rollback();
            return new Result.Refused(
                    ErrorCode.TRANSACTION_ROLLED_BACK, "a frame of it was refused");
        }
        work.commit();
        return Result.Done.DONE;
    }

    private void rollback(MemorySession session) {
        session.local.rollback();
        session.local = new MemoryWork();
        session.giveBackAll(Set.of());
    }

    private Result xa(Request request) {
        if (request instanceof Request.XaStart r) {
            MemoryWork work =
                    r.flags() == XAResource.TMNOFLAGS
                            ? new MemoryWork()
                            : broker.branches.get(r.xid());
            if (work == null) {
                return unknown(r.xid());
            }
            broker.branches.put(r.xid(), work);
            session(r.sessionId()).branch = work;
            work.associations++;
            return new Result.Started(broker.next());
        } else if (request instanceof Request.XaEnd r) {
            MemorySession session = session(r.sessionId());
            MemoryWork work = broker.branches.get(r.xid());
            if (work == null) {
                return unknown(r.xid());
            }
            if (session.branch == work) {
                session.branch = null;
                work.associations--;
            }
            work.failed |= r.flags() == XAResource.TMFAIL;
            return Result.Done.DONE;
        } else if (request instanceof Request.XaRecover) {
            return new Result.Branches(
                    broker.branches.entrySet().stream()
                            .filter(entry -> entry.getValue().prepared)
                            .map(Map.Entry::getKey)
                            .toList());
        } else if (request instanceof Request.XaPrepare r) {
            return decide(r.xid(), XAResource.TMSUSPEND);
        } else if (request instanceof Request.XaCommit r) {
            return decide(r.xid(), XAResource.TMSUCCESS);
        } else if (request instanceof Request.XaRollback r) {
            return decide(r.xid(), XAResource.TMFAIL);
        }
        return Result.Done.DONE;
    }

    /** Prepares (TMSUSPEND), commits (TMSUCCESS) or rolls back (TMFAIL). */
    private Result decide(XidValue xid, int how) {
        MemoryWork work = broker.branches.get(xid);
        if (work == null) {
            return unknown(xid);
        }
        if (work.associations > 0) {
            return new Result.XaRefused(XAException.XAER_PROTO, "an association is open");
        }
        if (how == XAResource.TMSUSPEND && !work.failed && !work.isEmpty()) {
            work.prepared = true;
            return new Result.Voted(XAResource.XA_OK);
        }
        broker.branches.remove(xid);
        if (how == XAResource.TMFAIL || work.failed) {
            work.rollback();
            return how == XAResource.TMFAIL
                    ? Result.Done.DONE
                    : new Result.XaRefused(XAException.XA_RBROLLBACK, "it could not commit");
        }
        work.commit();
        return how == XAResource.TMSUSPEND
                ? new Result.Voted(XAResource.XA_RDONLY)
                : Result.Done.DONE;
    }

    private static Result unknown(XidValue xid) {
        return new Result.XaRefused(XAException.XAER_NOTA, "no branch " + xid);
    }
}
