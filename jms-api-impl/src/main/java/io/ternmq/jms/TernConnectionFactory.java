package io.ternmq.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnectionFactory;
import java.io.Serializable;
import javax.naming.Reference;
import javax.naming.Referenceable;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to TernMQ, of every kind that the API knows.
 *
 * <p>A bean: set the properties first, then use it from any number of threads. A change affects
 * connections that are made later. Serializable; the password goes with it.
 */
public class TernConnectionFactory
        implements ConnectionFactory,
                QueueConnectionFactory,
                TopicConnectionFactory,
                XAConnectionFactory,
                XAQueueConnectionFactory,
                XATopicConnectionFactory,
                Serializable,
                Referenceable {

    /** How many deliveries a consumer buffers unless told otherwise. */
    public static final int DEFAULT_PREFETCH = 100;

    /** The most that {@link #setPrefetch} takes. */
    public static final int MAX_PREFETCH = 10_000;

    private static final long serialVersionUID = 1L;

    private volatile @Nullable String url;
    private volatile @Nullable String user;
    private volatile @Nullable String password;
    private volatile @Nullable String clientId;
    private volatile @Nullable String trustedPackages;
    private volatile int prefetch = DEFAULT_PREFETCH;
    private volatile boolean managed;

    /** A factory whose {@code url} is still to be set. */
    public TernConnectionFactory() {}

    /** A factory for {@code embedded:<directory>} or {@code tern://host:port}. */
    public TernConnectionFactory(String url) {
        this.url = url;
    }

    public @Nullable String getUrl() {
        return url;
    }

    /** Where the broker is: {@code embedded:<directory>[?linger=<seconds>]}. */
    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    public @Nullable String getUser() {
        return user;
    }

    /** Who connects when createConnection is called without a name. */
    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    /** The client id of every connection; then setClientID is refused (6.1.2). */
    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable String getTrustedPackages() {
        return trustedPackages;
    }

    /**
     * Which classes an ObjectMessage may be made of, besides java.lang's values and String, which
     * always may.
     *
     * @param trustedPackages packages, with those below them, separated by commas; {@code *} for
     *     every class
     */
    public void setTrustedPackages(@Nullable String trustedPackages) {
        this.trustedPackages = trustedPackages;
    }

    public int getPrefetch() {
        return prefetch;
    }

    /**
     * How many deliveries a consumer buffers.
     *
     * @param prefetch 1 to {@link #MAX_PREFETCH}
     * @throws IllegalArgumentException outside that range
     */
    public void setPrefetch(int prefetch) {
        if (prefetch < 1 || prefetch > MAX_PREFETCH) {
            throw new IllegalArgumentException(
                    "prefetch is " + prefetch + "; give 1 to " + MAX_PREFETCH);
        }
        this.prefetch = prefetch;
    }

    public boolean isManaged() {
        return managed;
    }

    /**
     * Whether a container enlists the XA sessions, so that work without a branch is done at once
     * instead of being refused. Internal to the resource adapter.
     */
    public void setManaged(boolean managed) {
        this.managed = managed;
    }

    private TernConnection open(Domain domain) throws JMSException {
        return open(user, password, domain);
    }

    private TernConnection open(@Nullable String name, @Nullable String secret, Domain domain)
            throws JMSException {
        String where = url;
        if (where == null || where.isBlank()) {
            throw new JMSException(
                    "the property url of TernConnectionFactory is not set; give"
                            + " embedded:<directory> or tern://<host>:<port>");
        }
        String id = clientId;
        Settings settings =
                new Settings(
                        where,
                        id == null || id.isEmpty() ? null : id,
                        new TrustedPackages(trustedPackages),
                        prefetch,
                        managed);
        return new TernConnection(settings, name, secret, domain);
    }

    @Override
    public TernConnection createConnection() throws JMSException {
        return open(Domain.UNIFIED);
    }

    @Override
    public TernConnection createConnection(String userName, String secret) throws JMSException {
        return open(userName, secret, Domain.UNIFIED);
    }

    @Override
    public TernConnection createQueueConnection() throws JMSException {
        return open(Domain.QUEUE);
    }

    @Override
    public TernConnection createQueueConnection(String userName, String secret)
            throws JMSException {
        return open(userName, secret, Domain.QUEUE);
    }

    @Override
    public TernConnection createTopicConnection() throws JMSException {
        return open(Domain.TOPIC);
    }

    @Override
    public TernConnection createTopicConnection(String userName, String secret)
            throws JMSException {
        return open(userName, secret, Domain.TOPIC);
    }

    @Override
    public TernConnection createXAConnection() throws JMSException {
        return open(Domain.UNIFIED);
    }

    @Override
    public TernConnection createXAConnection(String userName, String secret) throws JMSException {
        return open(userName, secret, Domain.UNIFIED);
    }

    @Override
    public TernConnection createXAQueueConnection() throws JMSException {
        return open(Domain.QUEUE);
    }

    @Override
    public TernConnection createXAQueueConnection(String userName, String secret)
            throws JMSException {
        return open(userName, secret, Domain.QUEUE);
    }

    @Override
    public TernConnection createXATopicConnection() throws JMSException {
        return open(Domain.TOPIC);
    }

    @Override
    public TernConnection createXATopicConnection(String userName, String secret)
            throws JMSException {
        return open(userName, secret, Domain.TOPIC);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return TernContext.open(() -> open(Domain.UNIFIED), sessionMode);
    }

    @Override
    public JMSContext createContext(String userName, String secret) {
        return createContext(userName, secret, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String userName, String secret, int sessionMode) {
        return TernContext.open(() -> open(userName, secret, Domain.UNIFIED), sessionMode);
    }

    @Override
    public XAJMSContext createXAContext() {
        return TernXaContext.open(() -> open(Domain.UNIFIED));
    }

    @Override
    public XAJMSContext createXAContext(String userName, String secret) {
        return TernXaContext.open(() -> open(userName, secret, Domain.UNIFIED));
    }

    /** For naming services; holds all properties, the password too. */
    @Override
    public Reference getReference() {
        return TernObjectFactory.reference(this);
    }

    @Override
    public String toString() {
        return "TernConnectionFactory[" + url + "]";
    }
}
