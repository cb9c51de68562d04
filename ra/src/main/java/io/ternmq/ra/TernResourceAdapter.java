package io.ternmq.ra;

import io.ternmq.ra.inbound.EndpointActivation;
import io.ternmq.ra.link.BrokerHold;
import io.ternmq.ra.link.BrokerLogin;
import io.ternmq.ra.link.Works;
import io.ternmq.ra.recovery.RecoveryResources;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The resource adapter: holds the broker open from start to stop, delivers to the endpoints that
 * the container activates, and hands out the resources that a transaction manager recovers through.
 *
 * <p>A broker that cannot be reached does not fail {@link #start}: it is tried again without end,
 * connections fail meanwhile, and recovery is told XAER_RMFAIL. Several instances in one server
 * share the broker of one data directory. Equal by configuration (Connectors 2.1, section 5.3.3).
 * Threadsafe once configured.
 */
@Connector(
        displayName = "TernMQ",
        vendorName = "TernMQ",
        eisType = "Jakarta Messaging",
        transactionSupport = TransactionSupport.TransactionSupportLevel.XATransaction)
public class TernResourceAdapter implements ResourceAdapter, Serializable {

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(TernResourceAdapter.class.getName());

    private static final String EMBEDDED = "embedded:";

    // An adapter that is deployed again has another class loader, and could not join a broker that
    // lingers in this one.
    private static final String CLOSE_AT_ONCE = "?linger=0";

    /** How long a connection waits for the broker to open, in milliseconds. */
    static final long DEFAULT_CONNECT_TIMEOUT = 30_000;

    /** How long a deactivation waits for deliveries that run, in milliseconds. */
    static final long DEFAULT_DRAIN_TIMEOUT = 30_000;

    @ConfigProperty private @Nullable String dataDirectory;
    @ConfigProperty private @Nullable String url;
    @ConfigProperty private @Nullable String user;

    @ConfigProperty(confidential = true)
    private @Nullable String password;

    @ConfigProperty private @Nullable String trustedPackages;
    @ConfigProperty private @Nullable Long connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    @ConfigProperty private @Nullable Long drainTimeout = DEFAULT_DRAIN_TIMEOUT;

    private transient volatile @Nullable Running running;

    /** What exists between start and stop. */
    private record Running(
            BrokerLogin login,
            Works works,
            BrokerHold hold,
            RecoveryResources recovery,
            @Nullable TransactionSynchronizationRegistry transactions,
            Map<ActivationKey, EndpointActivation> activations) {}

    /** An activation is known by the very objects that the container made it with. */
    private record ActivationKey(MessageEndpointFactory factory, ActivationSpec spec) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ActivationKey that
                    && factory == that.factory
                    && spec == that.spec;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(factory) * 31 + System.identityHashCode(spec);
        }
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        if (running != null) {
            throw new ResourceAdapterInternalException(
                    "this resource adapter is started already; stop it first");
        }
        positive("connectTimeout", connectTimeout);
        positive("drainTimeout", drainTimeout);
        BrokerLogin login = login();
        Works works;
        try {
            works = new Works(context);
        } catch (UnavailableException e) {
            throw new ResourceAdapterInternalException(
                    "the container has no timer for the resource adapter: " + e.getMessage(), e);
        }
        BrokerHold hold = new BrokerHold(login, works);
        running =
                new Running(
                        login,
                        works,
                        hold,
                        new RecoveryResources(hold, login),
                        context.getTransactionSynchronizationRegistry(),
                        new ConcurrentHashMap<>());
        LOG.log(
                System.Logger.Level.INFO,
                "TERN0401 TernMQ resource adapter "
                        + AdapterVersion.get()
                        + " started, "
                        + place(login));
        hold.open();
    }

    @Override
    public void stop() {
        Running stopping = running;
        running = null;
        if (stopping == null) {
            return;
        }
        for (EndpointActivation activation : stopping.activations().values()) {
            activation.close(drainTimeoutMillis());
        }
        stopping.works().close();
        stopping.recovery().close();
        stopping.hold().close();
        LOG.log(
                System.Logger.Level.INFO,
                "TERN0404 TernMQ resource adapter stopped, " + place(stopping.login()));
    }

    private static String place(BrokerLogin login) {
        String where = login.url();
        return where.startsWith(EMBEDDED) && where.endsWith(CLOSE_AT_ONCE)
                ? "data directory "
                        + where.substring(
                                EMBEDDED.length(), where.length() - CLOSE_AT_ONCE.length())
                : "broker " + where;
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
            throws ResourceException {
        Running now = started();
        TernActivationSpec ours = ours(spec);
        ours.validate();
        EndpointActivation activation =
                EndpointActivation.of(factory, ours.settings(now.login()), now.works());
        if (now.activations().putIfAbsent(new ActivationKey(factory, spec), activation) != null) {
            throw new NotSupportedException(
                    "this endpoint is active already; deactivate it before it is activated again");
        }
        activation.open();
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Running now = running;
        EndpointActivation activation =
                now == null ? null : now.activations().remove(new ActivationKey(factory, spec));
        if (activation != null) {
            activation.close(drainTimeoutMillis());
        }
    }

    /**
     * One resource for each broker that the specs reach, or the adapter's own broker if there are
     * none. The same resource each time; it connects when it is used, and answers XAER_RMFAIL while
     * the broker cannot be reached.
     */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) throws ResourceException {
        Running now = started();
        List<BrokerLogin> logins = new ArrayList<>();
        for (ActivationSpec spec : specs) {
            logins.add(ours(spec).login(now.login()));
        }
        return now.recovery().of(logins);
    }

    /** Where connections of this adapter go. */
    BrokerLogin login() throws ResourceAdapterInternalException {
        Running now = running;
        if (now != null) {
            return now.login();
        }
        String given = url;
        String where =
                given != null && !given.isBlank()
                        ? given.trim()
                        : EMBEDDED
                                + DataDirectory.resolve(dataDirectory, System::getProperty)
                                + CLOSE_AT_ONCE;
        return new BrokerLogin(where, user, password, null, trustedPackages);
    }

    /** Waits while the adapter's own broker replays; see {@link BrokerHold#awaitOpen}. */
    void awaitOpen() throws ResourceException {
        Long timeout = connectTimeout;
        started().hold().awaitOpen(timeout == null ? DEFAULT_CONNECT_TIMEOUT : timeout);
    }

    /** The container's, or null if it has none. */
    @Nullable TransactionSynchronizationRegistry transactions() throws ResourceException {
        return started().transactions();
    }

    private Running started() throws ResourceException {
        Running now = running;
        if (now == null) {
            throw new ResourceAdapterInternalException(
                    "the resource adapter is not started; the container starts it when it is"
                            + " deployed and configured");
        }
        return now;
    }

    private static TernActivationSpec ours(ActivationSpec spec) throws NotSupportedException {
        if (spec instanceof TernActivationSpec ours) {
            return ours;
        }
        throw new NotSupportedException(
                "an activation spec of "
                        + spec.getClass().getName()
                        + " is not of this adapter; give a "
                        + TernActivationSpec.class.getName());
    }

    private static void positive(String name, @Nullable Long millis)
            throws ResourceAdapterInternalException {
        if (millis != null && millis < 1) {
            throw new ResourceAdapterInternalException(
                    name + " is " + millis + "; give 1 or more milliseconds");
        }
    }

    private long drainTimeoutMillis() {
        Long timeout = drainTimeout;
        return timeout == null ? DEFAULT_DRAIN_TIMEOUT : timeout;
    }

    /** The directory of the embedded broker's journal; unused when {@code url} is set. */
    public @Nullable String getDataDirectory() {
        return dataDirectory;
    }

    public void setDataDirectory(@Nullable String dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** The broker's URL; null for the embedded broker of the data directory. */
    public @Nullable String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    /** As whom connections without a user of their own connect. */
    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    /** The allow-list for object messages, joined by commas; null for the default. */
    public @Nullable String getTrustedPackages() {
        return trustedPackages;
    }

    public void setTrustedPackages(@Nullable String trustedPackages) {
        this.trustedPackages = trustedPackages;
    }

    /** How long a connection waits for the broker to open, in milliseconds. */
    public @Nullable Long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** How long a deactivation waits for deliveries that run, in milliseconds. */
    public @Nullable Long getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(@Nullable Long drainTimeout) {
        this.drainTimeout = drainTimeout;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TernResourceAdapter that
                && Objects.equals(dataDirectory, that.dataDirectory)
                && Objects.equals(url, that.url)
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password)
                && Objects.equals(trustedPackages, that.trustedPackages)
                && Objects.equals(connectTimeout, that.connectTimeout)
                && Objects.equals(drainTimeout, that.drainTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                dataDirectory, url, user, password, trustedPackages, connectTimeout, drainTimeout);
    }
}
