package io.ternmq.ra.link;

import io.ternmq.jms.TernConnection;
import io.ternmq.jms.TernConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is and as whom to connect. Equal by all parts; the text never shows the password.
 *
 * @param url {@code embedded:<directory>} or {@code tern://host:port}
 * @param user null for none
 * @param password null for none
 * @param clientId null for none
 * @param trustedPackages the allow-list for object messages, or null for the default
 */
public record BrokerLogin(
        String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String clientId,
        @Nullable String trustedPackages) {

    public BrokerLogin {
        Objects.requireNonNull(url, "url");
        user = blankToNull(user);
        password = blankToNull(password);
        clientId = blankToNull(clientId);
        trustedPackages = blankToNull(trustedPackages);
    }

    // A server's descriptor gives an empty text where nothing is configured.
    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** The same broker, as another user. */
    public BrokerLogin as(@Nullable String otherUser, @Nullable String otherPassword) {
        return new BrokerLogin(url, otherUser, otherPassword, clientId, trustedPackages);
    }

    /** The same broker and user, without a client id, which only one connection can have. */
    public BrokerLogin withoutClientId() {
        return new BrokerLogin(url, user, password, null, trustedPackages);
    }

    /** The same broker and user, with a client id. */
    public BrokerLogin withClientId(@Nullable String otherClientId) {
        return new BrokerLogin(url, user, password, otherClientId, trustedPackages);
    }

    /**
     * Connects. The connection's XA sessions acknowledge by themselves while no branch is
     * associated.
     *
     * @throws JMSException if the broker cannot be reached or refuses the user
     */
    public TernConnection connect() throws JMSException {
        return connect(TernConnectionFactory.DEFAULT_PREFETCH);
    }

    /** The same, with consumers that hold at most so many messages. */
    public TernConnection connect(int prefetch) throws JMSException {
        TernConnectionFactory factory = new TernConnectionFactory();
        factory.setUrl(url);
        factory.setManaged(true);
        factory.setPrefetch(prefetch);
        if (clientId != null) {
            factory.setClientId(clientId);
        }
        if (trustedPackages != null) {
            factory.setTrustedPackages(trustedPackages);
        }
        return factory.createXAConnection(user, password);
    }

    @Override
    public String toString() {
        return url + (user == null ? "" : " as " + user);
    }
}
