package io.ternmq.ra.outbound;

import io.ternmq.ra.link.BrokerLogin;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ManagedConnectionMetaData;

/** What a container may know about a connection. */
record ConnectionFacts(String product, String version, String user)
        implements ManagedConnectionMetaData {

    static ConnectionFacts of(Connection connection, BrokerLogin login) throws ResourceException {
        try {
            String user = login.user();
            return new ConnectionFacts(
                    connection.getMetaData().getJMSProviderName(),
                    connection.getMetaData().getProviderVersion(),
                    user == null ? "" : user);
        } catch (JMSException e) {
            throw new CommException("the connection does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public String getEISProductName() {
        return product;
    }

    @Override
    public String getEISProductVersion() {
        return version;
    }

    /** No limit of the broker's own: 0. */
    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public String getUserName() {
        return user;
    }
}
