package io.ternmq.jms;

import org.jspecify.annotations.Nullable;

/**
 * What a factory was told, as its connections keep it.
 *
 * @param url where the broker is
 * @param clientId administered, or null
 * @param trusted what objects may be made of
 * @param prefetch how many deliveries a consumer buffers, 1 to 10,000
 * @param managed whether a container manages the connections
 */
record Settings(
        String url,
        @Nullable String clientId,
        TrustedPackages trusted,
        int prefetch,
        boolean managed) {}
