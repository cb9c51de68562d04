package io.ternmq.ra;

import io.ternmq.jms.TernConnectionFactory;
import io.ternmq.ra.link.BrokerHold;
import io.ternmq.ra.link.BrokerLogin;
import io.ternmq.ra.outbound.ConnectionHandle;
import io.ternmq.ra.outbound.Credentials;
import io.ternmq.ra.outbound.HandleFactory;
import io.ternmq.ra.outbound.JtaStatus;
import io.ternmq.ra.outbound.TernManagedConnection;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import java.io.PrintWriter;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of a container's pool. Its connections go to the adapter's broker unless it
 * has a {@code url} of its own. Equal by configuration. Threadsafe once configured.
 */
@ConnectionDefinition(
        connectionFactory = ConnectionFactory.class,
        connectionFactoryImpl = HandleFactory.class,
        connection = Connection.class,
        connectionImpl = ConnectionHandle.class)
public class TernManagedConnectionFactory
        implements ManagedConnectionFactory,
                ResourceAdapterAssociation,
                ValidatingManagedConnectionFactory,
                Serializable {

    private static final long serialVersionUID = 1L;

    @ConfigProperty private @Nullable String url;
    @ConfigProperty private @Nullable String user;

    @ConfigProperty(confidential = true)
    private @Nullable String password;

    @ConfigProperty private @Nullable String clientId;
    @ConfigProperty private @Nullable String trustedPackages;

    private @Nullable TernResourceAdapter adapter;
    private transient @Nullable PrintWriter logWriter;

    /** Where connections of this factory go, and as whom if nobody says otherwise. */
    BrokerLogin login() throws ResourceException {
        TernResourceAdapter given = adapter;
        if (given == null) {
            String own = url;
            if (own == null || own.isBlank()) {
                throw new ResourceAdapterInternalException(
                        "this connection factory belongs to no resource adapter and has no url; set"
                                + " url, for example embedded:/var/lib/tern");
            }
            return new BrokerLogin(own.trim(), user, password, clientId, trustedPackages);
        }
        BrokerLogin adapters = given.login();
        return new BrokerLogin(
                url == null || url.isBlank() ? adapters.url() : url.trim(),
                user == null ? adapters.user() : user,
                user == null ? adapters.password() : password,
                clientId,
                trustedPackages == null ? adapters.trustedPackages() : trustedPackages);
    }

    @Override
    public Object createConnectionFactory(ConnectionManager pool) throws ResourceException {
        return new HandleFactory(this, pool);
    }

    /** Without a container there is no pool, and nothing that Jakarta EE forbids. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        BrokerLogin login = login();
        TernConnectionFactory plain = new TernConnectionFactory();
        plain.setUrl(login.url());
        plain.setUser(login.user());
        plain.setPassword(login.password());
        plain.setClientId(login.clientId());
        if (login.trustedPackages() != null) {
            plain.setTrustedPackages(login.trustedPackages());
        }
        return plain;
    }

    @Override
    public ManagedConnection createManagedConnection(
            @Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        BrokerLogin login = Credentials.resolve(subject, info, this, login());
        TernResourceAdapter given = adapter;
        JtaStatus jta = new JtaStatus(null);
        if (given != null) {
            jta = new JtaStatus(given.transactions());
            if (login.url().equals(given.login().url())) {
                given.awaitOpen();
            }
        }
        try {
            return TernManagedConnection.open(login, jta);
        } catch (JMSException e) {
            throw BrokerHold.unreachable(login, e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable ManagedConnection matchManagedConnections(
            Set connections, @Nullable Subject subject, @Nullable ConnectionRequestInfo info)
            throws ResourceException {
        BrokerLogin wanted = Credentials.resolve(subject, info, this, login());
        for (Object candidate : connections) {
            if (candidate instanceof TernManagedConnection managed
                    && managed.login().equals(wanted)) {
                return managed;
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Set<Object> getInvalidConnections(Set connections) throws ResourceException {
        Set<Object> invalid = new LinkedHashSet<>();
        for (Object candidate : connections) {
            if (candidate instanceof TernManagedConnection managed && !managed.answers()) {
                invalid.add(managed);
            }
        }
        return invalid;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) throws ResourceException {
        if (!(resourceAdapter instanceof TernResourceAdapter ours)) {
            throw new ResourceAdapterInternalException(
                    resourceAdapter + " is not a " + TernResourceAdapter.class.getName());
        }
        adapter = ours;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** The broker's URL; null for the adapter's broker. */
    public @Nullable String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    /** As whom connections are made if neither container nor application says; or null. */
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

    /** The client id of connections; only one connection can have it, so give the pool one. */
    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /** The allow-list for object messages, joined by commas; null for the adapter's. */
    public @Nullable String getTrustedPackages() {
        return trustedPackages;
    }

    public void setTrustedPackages(@Nullable String trustedPackages) {
        this.trustedPackages = trustedPackages;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TernManagedConnectionFactory that
                && Objects.equals(url, that.url)
                && Objects.equals(user, that.user)
                && Objects.equals(password, that.password)
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(trustedPackages, that.trustedPackages);
    }

    @Override
    public int hashCode() {
        return Objects.hash(url, user, password, clientId, trustedPackages);
    }
}
