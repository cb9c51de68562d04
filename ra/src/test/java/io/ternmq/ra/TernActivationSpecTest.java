package io.ternmq.ra;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connectors 2.1, section 13.4.3, and Jakarta Messaging 3.1, section 13.1. */
class TernActivationSpecTest {

    private static TernActivationSpec spec() {
        TernActivationSpec spec = new TernActivationSpec();
        spec.setDestination("orders");
        return spec;
    }

    private static Arguments fault(String property, Consumer<TernActivationSpec> change) {
        return Arguments.of(property, change);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("destination", s -> s.setDestination(null)),
                fault("destination", s -> s.setDestination("with space")),
                fault("destination", s -> s.setDestinationLookup("java:/jms/queue/orders")),
                fault("destinationType", s -> s.setDestinationType("queue")),
                fault("acknowledgeMode", s -> s.setAcknowledgeMode("Client-acknowledge")),
                fault("subscriptionDurability", s -> s.setSubscriptionDurability("durable")),
                fault("subscriptionDurability", s -> s.setSubscriptionDurability("Durable")),
                fault("subscriptionName", s -> s.setSubscriptionDurability("Durable")),
                fault("maxSessions", s -> s.setMaxSessions(0)),
                fault("prefetch", s -> s.setPrefetch(0)),
                fault("transactionTimeout", s -> s.setTransactionTimeout(-1)),
                fault("redeliveryDelay", s -> s.setRedeliveryDelay(-1L)),
                fault("redeliveryDelayMultiplier", s -> s.setRedeliveryDelayMultiplier(0.5)),
                fault("maxRedeliveryDelay", s -> s.setMaxRedeliveryDelay(-1L)),
                fault("password", s -> s.setPassword("secret")),
                // what later versions bring
                fault("destinationType", s -> s.setDestinationType("jakarta.jms.Topic")),
                fault("messageSelector", s -> s.setMessageSelector("color = 'red'")),
                fault("shareSubscription", s -> s.setShareSubscription(true)),
                fault("recreateSubscription", s -> s.setRecreateSubscription(true)),
                fault("redeliveryDelay", s -> s.setRedeliveryDelay(100L)),
                fault("prefetch", s -> s.setPrefetch(20)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldNameThePropertyThatIsWrong(String property, Consumer<TernActivationSpec> change) {
        TernActivationSpec spec = spec();
        change.accept(spec);
        InvalidPropertyException e = assertThrows(InvalidPropertyException.class, spec::validate);
        assertTrue(
                Arrays.stream(e.getInvalidPropertyDescriptors())
                        .anyMatch(d -> d.getName().equals(property)),
                e.getMessage());
        assertTrue(e.getMessage().contains(property), e.getMessage());
    }

    @Test
    void shouldRefuseSeveralSessionsForOneUnsharedSubscription() {
        TernActivationSpec spec = spec();
        spec.setDestinationType("jakarta.jms.Topic");
        spec.setMaxSessions(2);
        InvalidPropertyException e = assertThrows(InvalidPropertyException.class, spec::validate);
        assertTrue(e.getMessage().contains("maxSessions is 2"), e.getMessage());
    }

    @Test
    void shouldAcceptWhatThisVersionDelivers() {
        TernActivationSpec spec = spec();
        spec.setDestinationType("jakarta.jms.Queue");
        spec.setAcknowledgeMode("Auto-acknowledge");
        spec.setSubscriptionDurability("NonDurable");
        spec.setMessageSelector("");
        spec.setMaxSessions(1);
        spec.setPrefetch(1);
        spec.setTransactionTimeout(30);
        spec.setRedeliveryDelay(0L);
        assertDoesNotThrow(spec::validate);
    }

    /** A container refuses a bean with a property that is no bean property of the spec. */
    @Test
    void shouldHaveEveryStandardNameAndOurs() throws Exception {
        BeanInfo info = Introspector.getBeanInfo(TernActivationSpec.class, Object.class);
        Set<String> names =
                Arrays.stream(info.getPropertyDescriptors())
                        .filter(d -> d.getWriteMethod() != null && d.getReadMethod() != null)
                        .map(PropertyDescriptor::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(
                        Set.of(
                                "acknowledgeMode",
                                "clientId",
                                "connectionFactoryLookup",
                                "destination",
                                "destinationLookup",
                                "destinationType",
                                "maxRedeliveryDelay",
                                "maxSessions",
                                "messageSelector",
                                "password",
                                "prefetch",
                                "recreateSubscription",
                                "redeliveryDelay",
                                "redeliveryDelayMultiplier",
                                "resourceAdapter",
                                "shareSubscription",
                                "subscriptionDurability",
                                "subscriptionName",
                                "transactionTimeout",
                                "user")),
                names);
    }

    /** Connectors 2.1, section 19.4.1. */
    @Test
    void shouldKeepIdentityEquality() {
        assertNotEquals(spec(), spec());
    }
}
