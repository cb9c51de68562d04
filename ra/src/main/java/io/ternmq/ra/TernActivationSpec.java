package io.ternmq.ra;

import io.ternmq.ra.inbound.EndpointSettings;
import io.ternmq.ra.link.BrokerLogin;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a message-driven bean is activated: the standard properties of Jakarta Messaging 3.1, section
 * 13.1, and ours. Keeps identity equality, as Connectors 2.1 asks in 19.4.1. Configured by one
 * thread, then read.
 */
@Activation(messageListeners = MessageListener.class)
public class TernActivationSpec implements ActivationSpec, Serializable {

    private static final long serialVersionUID = 1L;

    private transient @Nullable ResourceAdapter resourceAdapter;

    private @Nullable String destination;
    private @Nullable String destinationLookup;
    private @Nullable String connectionFactoryLookup;
    private @Nullable String destinationType;
    private @Nullable String acknowledgeMode;
    private @Nullable String messageSelector;
    private @Nullable String subscriptionDurability;
    private @Nullable String subscriptionName;
    private @Nullable String clientId;
    private @Nullable Boolean shareSubscription;
    private @Nullable Boolean recreateSubscription;
    private @Nullable Integer maxSessions;
    private @Nullable Integer prefetch;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable Integer transactionTimeout;
    private @Nullable Long redeliveryDelay;
    private @Nullable Double redeliveryDelayMultiplier;
    private @Nullable Long maxRedeliveryDelay;

    /**
     * Checks everything that can be known without a broker.
     *
     * @throws InvalidPropertyException naming each property that is wrong, with its value and the
     *     remedy
     */
    @Override
    public void validate() throws InvalidPropertyException {
        ActivationRules.check(this);
    }

    /** Where the endpoint connects. */
    BrokerLogin login(BrokerLogin adapters) {
        BrokerLogin login = user == null ? adapters : adapters.as(user, password);
        return login.withClientId(clientId);
    }

    /** What the endpoint is activated with; looks the destination up. */
    EndpointSettings settings(BrokerLogin adapters) throws ResourceException {
        return new EndpointSettings(
                login(JndiNames.broker(connectionFactoryLookup, adapters)),
                JndiNames.destination(destination, destinationLookup, destinationType),
                maxSessions == null ? EndpointSettings.DEFAULT_MAX_SESSIONS : maxSessions,
                transactionTimeout == null ? 0 : transactionTimeout);
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter resourceAdapter) throws ResourceException {
        this.resourceAdapter = resourceAdapter;
    }

    /** The destination's name; or give destinationLookup. */
    public @Nullable String getDestination() {
        return destination;
    }

    public void setDestination(@Nullable String destination) {
        this.destination = destination;
    }

    /** The JNDI name of the destination; or give destination. */
    public @Nullable String getDestinationLookup() {
        return destinationLookup;
    }

    public void setDestinationLookup(@Nullable String destinationLookup) {
        this.destinationLookup = destinationLookup;
    }

    /** The JNDI name of a connection factory whose broker and user the endpoint takes. */
    public @Nullable String getConnectionFactoryLookup() {
        return connectionFactoryLookup;
    }

    public void setConnectionFactoryLookup(@Nullable String connectionFactoryLookup) {
        this.connectionFactoryLookup = connectionFactoryLookup;
    }

    /** jakarta.jms.Queue or jakarta.jms.Topic; a queue if absent and nothing else tells. */
    public @Nullable String getDestinationType() {
        return destinationType;
    }

    public void setDestinationType(@Nullable String destinationType) {
        this.destinationType = destinationType;
    }

    /** Auto-acknowledge or Dups-ok-acknowledge; without effect in transactions. */
    public @Nullable String getAcknowledgeMode() {
        return acknowledgeMode;
    }

    public void setAcknowledgeMode(@Nullable String acknowledgeMode) {
        this.acknowledgeMode = acknowledgeMode;
    }

    /** Which messages the endpoint takes. */
    public @Nullable String getMessageSelector() {
        return messageSelector;
    }

    public void setMessageSelector(@Nullable String messageSelector) {
        this.messageSelector = messageSelector;
    }

    /** Durable or NonDurable. */
    public @Nullable String getSubscriptionDurability() {
        return subscriptionDurability;
    }

    public void setSubscriptionDurability(@Nullable String subscriptionDurability) {
        this.subscriptionDurability = subscriptionDurability;
    }

    /** The name of a durable or shared subscription. */
    public @Nullable String getSubscriptionName() {
        return subscriptionName;
    }

    public void setSubscriptionName(@Nullable String subscriptionName) {
        this.subscriptionName = subscriptionName;
    }

    /** The client id of the endpoint's connection. */
    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /** Whether the subscription is shared with other endpoints. */
    public @Nullable Boolean getShareSubscription() {
        return shareSubscription;
    }

    public void setShareSubscription(@Nullable Boolean shareSubscription) {
        this.shareSubscription = shareSubscription;
    }

    /** Whether a durable subscription with another selector may be deleted with its messages. */
    public @Nullable Boolean getRecreateSubscription() {
        return recreateSubscription;
    }

    public void setRecreateSubscription(@Nullable Boolean recreateSubscription) {
        this.recreateSubscription = recreateSubscription;
    }

    /** How many messages are delivered at once, 1 or more; 10 by default. */
    public @Nullable Integer getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(@Nullable Integer maxSessions) {
        this.maxSessions = maxSessions;
    }

    /** How many messages a session may hold, 1 or more; 1 by default. */
    public @Nullable Integer getPrefetch() {
        return prefetch;
    }

    public void setPrefetch(@Nullable Integer prefetch) {
        this.prefetch = prefetch;
    }

    /** As whom the endpoint connects; the adapter's user by default. */
    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    /** The password of the user. */
    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    /** The broker's timeout of a delivery's branch, in seconds; 0 for the default. */
    public @Nullable Integer getTransactionTimeout() {
        return transactionTimeout;
    }

    public void setTransactionTimeout(@Nullable Integer transactionTimeout) {
        this.transactionTimeout = transactionTimeout;
    }

    /** How long a message waits before it is delivered again, in milliseconds. */
    public @Nullable Long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(@Nullable Long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    /** By how much the delay grows each time. */
    public @Nullable Double getRedeliveryDelayMultiplier() {
        return redeliveryDelayMultiplier;
    }

    public void setRedeliveryDelayMultiplier(@Nullable Double redeliveryDelayMultiplier) {
        this.redeliveryDelayMultiplier = redeliveryDelayMultiplier;
    }

    /** The longest such delay, in milliseconds. */
    public @Nullable Long getMaxRedeliveryDelay() {
        return maxRedeliveryDelay;
    }

    public void setMaxRedeliveryDelay(@Nullable Long maxRedeliveryDelay) {
        this.maxRedeliveryDelay = maxRedeliveryDelay;
    }
}
