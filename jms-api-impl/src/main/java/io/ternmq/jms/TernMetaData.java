package io.ternmq.jms;

import jakarta.jms.ConnectionMetaData;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What this provider is. Immutable. */
final class TernMetaData implements ConnectionMetaData {

    static final TernMetaData INSTANCE = new TernMetaData();

    private TernMetaData() {}

    @Override
    public String getJMSVersion() {
        return "3.1";
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
    }

    @Override
    public String getJMSProviderName() {
        return "TernMQ";
    }

    @Override
    public String getProviderVersion() {
        return getProviderMajorVersion() + "." + getProviderMinorVersion();
    }

    @Override
    public int getProviderMajorVersion() {
        return 0;
    }

    @Override
    public int getProviderMinorVersion() {
        return 1;
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(
                List.of(
                        PropertyMap.GROUP_ID,
                        PropertyMap.GROUP_SEQUENCE,
                        PropertyMap.DELIVERY_COUNT));
    }
}
