package io.ternmq.jms;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/** Makes factories and destinations of what a naming service keeps of them. Threadsafe. */
public final class TernObjectFactory implements ObjectFactory {

    static final String NAME = "name";

    /** For naming services. */
    public TernObjectFactory() {}

    static Reference reference(TernConnectionFactory factory) {
        Reference reference =
                new Reference(
                        TernConnectionFactory.class.getName(),
                        TernObjectFactory.class.getName(),
                        null);
        add(reference, "url", factory.getUrl());
        add(reference, "user", factory.getUser());
        add(reference, "password", factory.getPassword());
        add(reference, "clientId", factory.getClientId());
        add(reference, "trustedPackages", factory.getTrustedPackages());
        add(reference, "prefetch", Integer.toString(factory.getPrefetch()));
        add(reference, "managed", Boolean.toString(factory.isManaged()));
        return reference;
    }

    private static void add(Reference reference, String name, @Nullable String value) {
        if (value != null) {
            reference.add(new StringRefAddr(name, value));
        }
    }

    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment) {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        if (reference.getClassName().equals(TernQueue.class.getName())) {
            return new TernQueue(required(reference, NAME));
        }
        if (reference.getClassName().equals(TernTopic.class.getName())) {
            return new TernTopic(required(reference, NAME));
        }
        return reference.getClassName().equals(TernConnectionFactory.class.getName())
                ? factory(reference)
                : null;
    }

    private static TernConnectionFactory factory(Reference reference) {
        TernConnectionFactory factory = new TernConnectionFactory();
        factory.setUrl(optional(reference, "url"));
        factory.setUser(optional(reference, "user"));
        factory.setPassword(optional(reference, "password"));
        factory.setClientId(optional(reference, "clientId"));
        factory.setTrustedPackages(optional(reference, "trustedPackages"));
        factory.setPrefetch(Integer.parseInt(required(reference, "prefetch")));
        factory.setManaged(Boolean.parseBoolean(required(reference, "managed")));
        return factory;
    }

    private static @Nullable String optional(Reference reference, String name) {
        RefAddr address = reference.get(name);
        return address == null ? null : (String) address.getContent();
    }

    private static String required(Reference reference, String name) {
        String value = optional(reference, name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the reference to a "
                            + reference.getClassName()
                            + " has no '"
                            + name
                            + "'; bind it again");
        }
        return value;
    }
}
