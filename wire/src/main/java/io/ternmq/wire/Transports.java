package io.ternmq.wire;

import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds the transport provider of a URL. */
public final class Transports {

    private Transports() {}

    /**
     * Finds the provider for a scheme.
     *
     * @param loader where providers are looked for: the class loader of the caller's own classes,
     *     never the context loader
     * @throws TransportException if there is none; names the artifact to add
     */
    public static TransportProvider provider(String scheme, ClassLoader loader)
            throws TransportException {
        TreeSet<String> known = new TreeSet<>();
        for (TransportProvider provider : ServiceLoader.load(TransportProvider.class, loader)) {
            if (provider.scheme().equals(scheme)) {
                return provider;
            }
            known.add(provider.scheme());
        }
        String remedy =
                switch (scheme) {
                    case "embedded" -> "add the artifact io.ternmq:broker to the class path";
                    case "tern", "tern+tls" -> "remote brokers come with a later version";
                    default -> "use one of embedded, tern, tern+tls";
                };
        throw new TransportException(
                "no transport for broker URLs that start with '"
                        + scheme
                        + ":' (found: "
                        + known
                        + "); "
                        + remedy);
    }
}
