package io.ternmq.ra.outbound;

import io.ternmq.ra.link.BrokerLogin;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What an application asks for when it asks for a connection; equal by value. The text hides the
 * password.
 *
 * @param user null for the factory's
 * @param password null for the factory's
 */
public record Credentials(@Nullable String user, @Nullable String password)
        implements ConnectionRequestInfo {

    /** Those of the factory. */
    static final Credentials DEFAULT = new Credentials(null, null);

    /**
     * As whom a container wants a connection: the subject's credential for this factory, then the
     * request's, then the factory's own.
     *
     * @throws SecurityException if there is a subject that has none for this factory
     */
    public static BrokerLogin resolve(
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo info,
            ManagedConnectionFactory factory,
            BrokerLogin factorys)
            throws SecurityException {
        if (subject != null) {
            Set<PasswordCredential> all = subject.getPrivateCredentials(PasswordCredential.class);
            for (PasswordCredential credential : all) {
                if (factory.equals(credential.getManagedConnectionFactory())) {
                    return factorys.as(
                            credential.getUserName(), new String(credential.getPassword()));
                }
            }
            throw new SecurityException(
                    "the container gave a subject without a password credential for this"
                            + " connection factory ("
                            + all.size()
                            + " for others); check its security configuration");
        }
        if (info instanceof Credentials given && given.user() != null) {
            return factorys.as(given.user(), given.password());
        }
        return factorys;
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
