package io.ternmq.ra.recovery;

import io.ternmq.ra.link.BrokerHold;
import io.ternmq.ra.link.BrokerLogin;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.transaction.xa.XAResource;

/**
 * The resources that recovery goes through: one for each broker, made once and handed out again
 * each time. Threadsafe.
 */
public final class RecoveryResources implements AutoCloseable {

    private final BrokerHold hold;
    private final BrokerLogin own;
    private final Map<BrokerLogin, RecoveryResource> resources = new LinkedHashMap<>();

    /** The same, as the server sees them: the same object each time. */
    private final Map<BrokerLogin, XAResource> named = new LinkedHashMap<>();

    /**
     * @param hold the adapter's own broker, which replays before it can be asked
     * @param own where that broker is
     */
    public RecoveryResources(BrokerHold hold, BrokerLogin own) {
        this.hold = hold;
        this.own = own.withoutClientId();
    }

    /** One resource for each of the brokers; the own broker's if there are none. Never empty. */
    public synchronized XAResource[] of(Collection<BrokerLogin> logins) {
        Set<BrokerLogin> distinct = new LinkedHashSet<>();
        for (BrokerLogin login : logins.isEmpty() ? List.of(own) : logins) {
            distinct.add(onePerBroker(login.withoutClientId(), distinct));
        }
        return distinct.stream()
                .map(login -> named.computeIfAbsent(login, this::make))
                .toArray(XAResource[]::new);
    }

    /** Users of one broker see the same branches, so one of them is enough. */
    private static BrokerLogin onePerBroker(BrokerLogin login, Set<BrokerLogin> chosen) {
        return chosen.stream()
                .filter(other -> other.url().equals(login.url()))
                .findFirst()
                .orElse(login);
    }

    private XAResource make(BrokerLogin login) {
        boolean ownBroker = login.url().equals(own.url());
        RecoveryResource resource =
                new RecoveryResource(login, ownBroker ? hold::isOpen : () -> true);
        resources.put(login, resource);
        return NamedResource.of(resource);
    }

    @Override
    public synchronized void close() {
        resources.values().forEach(RecoveryResource::close);
        resources.clear();
        named.clear();
    }
}
