package io.ternmq.wire;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a broker is: {@code embedded:<directory>[?linger=<seconds>]} or {@code
 * tern://host:port[,host:port]}.
 *
 * @param scheme what stands before the first colon
 * @param address what stands after it, up to a question mark; without leading slashes for tern, as
 *     written for embedded
 * @param options what follows the question mark: name=value, joined by {@code &}
 */
public record BrokerUrl(String scheme, String address, Map<String, String> options) {

    public BrokerUrl {
        options = Map.copyOf(options);
    }

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException that names the URL and the forms that are known
     */
    public static BrokerUrl parse(String url) {
        int colon = url.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "broker URL '"
                            + url
                            + "' has no scheme; give embedded:<directory> or tern://<host>:<port>");
        }
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        String address = question < 0 ? rest : rest.substring(0, question);
        if (address.startsWith("//")) {
            address = address.substring(2);
        }
        if (address.isEmpty()) {
            throw new IllegalArgumentException(
                    "broker URL '"
                            + url
                            + "' has no address; give embedded:<directory> or tern://<host>:<port>");
        }
        Map<String, String> options = new TreeMap<>();
        if (question >= 0) {
            for (String option : rest.substring(question + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals <= 0) {
                    throw new IllegalArgumentException(
                            "option '"
                                    + option
                                    + "' of broker URL '"
                                    + url
                                    + "' is not of the form name=value");
                }
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return new BrokerUrl(url.substring(0, colon), address, options);
    }
}
