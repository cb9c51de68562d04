package io.ternmq.ra;

import io.ternmq.jms.TernQueue;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an activation spec must fulfil. Collects every fault, so that one deployment shows all. */
final class ActivationRules {

    static final String QUEUE = "jakarta.jms.Queue";
    static final String TOPIC = "jakarta.jms.Topic";

    private final Map<String, String> faults = new LinkedHashMap<>();

    private ActivationRules() {}

    static void check(TernActivationSpec spec) throws InvalidPropertyException {
        ActivationRules rules = new ActivationRules();
        rules.destination(spec);
        rules.values(spec);
        rules.subscription(spec);
        rules.notYet(spec);
        rules.report();
    }

    private void destination(TernActivationSpec spec) {
        String name = spec.getDestination();
        String lookup = spec.getDestinationLookup();
        if ((name == null) == (lookup == null)) {
            faults.put(
                    "destination",
                    name == null
                            ? "give destination (a name) or destinationLookup (a JNDI name)"
                            : "give either destination or destinationLookup, not both ('"
                                    + name
                                    + "' and '"
                                    + lookup
                                    + "')");
        }
        if (name != null) {
            try {
                new TernQueue(name);
            } catch (IllegalArgumentException e) {
                faults.put("destination", String.valueOf(e.getMessage()));
            }
        }
        oneOf("destinationType", spec.getDestinationType(), QUEUE, TOPIC);
    }

    private void values(TernActivationSpec spec) {
        oneOf(
                "acknowledgeMode",
                spec.getAcknowledgeMode(),
                "Auto-acknowledge",
                "Dups-ok-acknowledge");
        oneOf("subscriptionDurability", spec.getSubscriptionDurability(), "Durable", "NonDurable");
        atLeast("maxSessions", spec.getMaxSessions(), 1);
        atLeast("prefetch", spec.getPrefetch(), 1);
        atLeast("transactionTimeout", spec.getTransactionTimeout(), 0);
        atLeast("redeliveryDelay", spec.getRedeliveryDelay(), 0);
        atLeast("redeliveryDelayMultiplier", spec.getRedeliveryDelayMultiplier(), 1);
        atLeast("maxRedeliveryDelay", spec.getMaxRedeliveryDelay(), 0);
        if (spec.getPassword() != null && spec.getUser() == null) {
            faults.put("password", "is given without a user; give user too");
        }
    }

    private void subscription(TernActivationSpec spec) {
        boolean topic = TOPIC.equals(spec.getDestinationType());
        if ("Durable".equals(spec.getSubscriptionDurability())) {
            if (!topic) {
                faults.put(
                        "subscriptionDurability",
                        "Durable needs destinationType " + TOPIC + "; leave it out for a queue");
            }
            if (spec.getSubscriptionName() == null) {
                faults.put("subscriptionName", "is needed for a durable subscription; give one");
            }
        }
        Integer sessions = spec.getMaxSessions();
        if (topic
                && !Boolean.TRUE.equals(spec.getShareSubscription())
                && sessions != null
                && sessions > 1) {
            faults.put(
                    "maxSessions",
                    "is "
                            + sessions
                            + " for an unshared subscription, which has one consumer; give 1 or set"
                            + " shareSubscription");
        }
    }

    private void notYet(TernActivationSpec spec) {
        boolean topic = TOPIC.equals(spec.getDestinationType());
        later("destinationType", topic, "topics");
        String selector = spec.getMessageSelector();
        later("messageSelector", selector != null && !selector.isEmpty(), "selectors");
        later("shareSubscription", Boolean.TRUE.equals(spec.getShareSubscription()), "topics");
        later("recreateSubscription", spec.getRecreateSubscription() != null, "topics");
        boolean redelivery =
                positive(spec.getRedeliveryDelay()) || positive(spec.getMaxRedeliveryDelay());
        later("redeliveryDelay", redelivery, "delayed redelivery");
        Integer prefetch = spec.getPrefetch();
        later("prefetch", prefetch != null && prefetch > 1, "another prefetch than 1");
    }

    private static boolean positive(@Nullable Long value) {
        return value != null && value > 0;
    }

    private void later(String property, boolean used, String what) {
        if (used) {
            faults.putIfAbsent(
                    property,
                    "this version delivers from queues without " + what + " yet; leave it out");
        }
    }

    private void oneOf(String property, @Nullable String value, String first, String second) {
        if (value != null && !value.equals(first) && !value.equals(second)) {
            faults.put(property, "is '" + value + "'; give " + first + " or " + second);
        }
    }

    private void atLeast(String property, @Nullable Number value, int least) {
        if (value != null && value.doubleValue() < least) {
            faults.put(property, "is " + value + "; give " + least + " or more");
        }
    }

    private void report() throws InvalidPropertyException {
        if (faults.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder("activation properties are wrong:");
        List<PropertyDescriptor> descriptors = new ArrayList<>();
        faults.forEach(
                (property, fault) -> {
                    text.append(' ').append(property).append(' ').append(fault).append(';');
                    descriptors.add(descriptor(property));
                });
        InvalidPropertyException exception = new InvalidPropertyException(text.toString());
        exception.setInvalidPropertyDescriptors(descriptors.toArray(PropertyDescriptor[]::new));
        throw exception;
    }

    private static PropertyDescriptor descriptor(String property) {
        try {
            return new PropertyDescriptor(property, TernActivationSpec.class);
        } catch (IntrospectionException e) {
            throw new IllegalStateException(property + " is no bean property", e);
        }
    }
}
