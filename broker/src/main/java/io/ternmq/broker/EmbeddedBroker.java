package io.ternmq.broker;

import io.ternmq.broker.runtime.BrokerRegistry;
import io.ternmq.broker.runtime.Settings;
import io.ternmq.broker.state.BranchView;
import io.ternmq.broker.state.BrokerState;
import io.ternmq.broker.state.Command;
import io.ternmq.broker.state.Limits;
import io.ternmq.journal.JournalMetrics;
import io.ternmq.wire.Result;
import io.ternmq.wire.message.DestinationName;
import io.ternmq.xa.BranchState;
import io.ternmq.xa.XaErrors;
import io.ternmq.xa.XidValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * A broker in this JVM, opened on a data directory.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.builder(Path.of("data")).build()) {
 *     ConnectionFactory factory = new TernConnectionFactory("embedded:data");
 *     …
 * }
 * }</pre>
 *
 * <p>Threadsafe. Every method waits until what it did or read is durable. After {@link #close}, or
 * after the journal failed, methods throw {@link BrokerException}.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final BrokerRegistry.Lease lease;

    private EmbeddedBroker(BrokerRegistry.Lease lease) {
        this.lease = lease;
    }

    /** A broker for a directory, which is created if it is missing. */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    /** The data directory, as a real path. */
    public Path dataDirectory() {
        return lease.broker().directory();
    }

    /**
     * Creates a queue; one that exists is kept.
     *
     * @throws IllegalArgumentException if the name is not allowed, see {@link
     *     DestinationName#check}
     */
    public void createQueue(String name) {
        DestinationName.check(name);
        request(new Command.CreateQueue(name));
    }

    /**
     * Deletes a queue with its messages, in use or not; one that does not exist is fine.
     *
     * @throws BrokerException if a prepared branch touches it; names the Xid
     */
    public void deleteQueue(String name) {
        DestinationName.check(name);
        request(new Command.DeleteQueue(name));
    }

    /** Comes with a later version. */
    public void createTopic(String name) {
        throw topicsComeLater(name);
    }

    /** Comes with a later version. */
    public void deleteTopic(String name) {
        throw topicsComeLater(name);
    }

    private static UnsupportedOperationException topicsComeLater(String name) {
        return new UnsupportedOperationException(
                "topics come with a later version; use a queue instead of topic '" + name + "'");
    }

    /** How many messages each queue holds, those of open branches included, by name. */
    public Map<String, Long> queueDepths() {
        return inspect(BrokerState::queueDepths);
    }

    /**
     * What the journal did since this opening, and what it holds. Waits for nothing; after {@link
     * #close} it is what it was last.
     */
    public JournalMetrics journalMetrics() {
        return lease.broker().journalMetrics();
    }

    /** The branches that wait for their transaction manager, the oldest first. */
    public List<PreparedBranch> preparedBranches() {
        return inspect(BrokerState::branchesInDoubt).stream()
                .map(EmbeddedBroker::prepared)
                .toList();
    }

    private static PreparedBranch prepared(BranchView view) {
        return new PreparedBranch(
                view.xid(),
                Instant.ofEpochMilli(view.preparedMs()),
                view.sends(),
                view.receives(),
                view.state() == BranchState.HEURISTIC);
    }

    /**
     * Commits a prepared branch on an administrator's word. The outcome is remembered until its
     * transaction manager forgets it.
     *
     * @throws BrokerException if the branch is not prepared
     */
    public void commitHeuristically(Xid xid) {
        decide(xid, true);
    }

    /** Rolls a prepared branch back; else as {@link #commitHeuristically}. */
    public void rollbackHeuristically(Xid xid) {
        decide(xid, false);
    }

    /** Closes the broker if this object opened it, and waits for the end; else lets it go. */
    @Override
    public void close() {
        lease.close();
    }

    private void decide(Xid xid, boolean commit) {
        try {
            request(new Command.DecideBranch(XidValue.copyOf(xid), commit));
        } catch (XAException e) {
            throw new BrokerException(e.getMessage(), e);
        }
    }

    private void request(Command command) {
        Result result = await(lease.broker().request(command));
        if (result instanceof Result.Refused refused) {
            throw new BrokerException(refused.reason());
        }
        if (result instanceof Result.XaRefused refused) {
            throw new BrokerException(
                    refused.reason(), XaErrors.exception(refused.errorCode(), refused.reason()));
        }
    }

    private <T> T inspect(java.util.function.Function<BrokerState, T> reader) {
        return await(lease.broker().inspect(reader));
    }

    private static <T> T await(CompletableFuture<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof BrokerException known
                            ? new BrokerException(known.getMessage(), known)
                            : new BrokerException(String.valueOf(e.getCause()), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Settings of a broker; not threadsafe. */
    public static final class Builder {

        private final Path dataDirectory;
        private final Map<String, String> users = new TreeMap<>();
        private @Nullable Integer maxDeliveries;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory;
        }

        /** Remote clients come with a later version. */
        public Builder listen(String host, int port) {
            throw new UnsupportedOperationException(
                    "listening for remote clients comes with a later version; '"
                            + host
                            + ":"
                            + port
                            + "' cannot be used; connect with embedded:"
                            + dataDirectory);
        }

        /** A user who may connect; once there is one, nobody else may. */
        public Builder user(String name, String password) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("the user name is empty; give a name");
            }
            users.put(name, password);
            return this;
        }

        /**
         * How often a message is delivered before it goes to the queue {@code DLQ}.
         *
         * @param n 1 or more, or -1 for no limit; 10 by default
         */
        public Builder maxDeliveries(int n) {
            Limits.defaults().withMaxDeliveries(n); // checks the range
            maxDeliveries = n;
            return this;
        }

        /**
         * Opens the broker: its journal is replayed when this returns. Without settings of its own
         * it joins the broker that this JVM has open on the directory.
         *
         * @throws BrokerException that names the directory, the fault and the remedy
         */
        public EmbeddedBroker build() {
            Limits limits = Limits.defaults();
            if (maxDeliveries != null) {
                limits = limits.withMaxDeliveries(maxDeliveries);
            }
            if (!users.isEmpty()) {
                limits = limits.withUsers(users);
            }
            boolean join = maxDeliveries == null && users.isEmpty();
            return new EmbeddedBroker(
                    BrokerRegistry.instance()
                            .open(dataDirectory, Settings.defaults().withLimits(limits), join));
        }
    }
}
