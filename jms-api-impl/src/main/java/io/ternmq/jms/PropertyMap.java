package io.ternmq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one message or of a JMSProducer, with the rules for their names and types.
 *
 * <p>Used by one thread at a time.
 */
final class PropertyMap {

    static final String GROUP_ID = "JMSXGroupID";
    static final String GROUP_SEQUENCE = "JMSXGroupSeq";
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";
    static final String DUPLICATE_ID = "JMS_TERN_DuplicateId";
    static final String DEAD_PREFIX = "JMS_TERN_Dead";

    private static final Set<String> RESERVED =
            Set.of(
                    "NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS",
                    "ESCAPE");

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private boolean readOnly;

    /** A copy of what is in it. */
    Map<String, @Nullable Object> copy() {
        return new LinkedHashMap<>(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean exists(String name) {
        return values.containsKey(name);
    }

    @Nullable Object get(String name) {
        checkNotEmpty(name);
        return values.get(name);
    }

    /**
     * Sets a property.
     *
     * @throws IllegalArgumentException if the name is not an identifier
     * @throws MessageNotWriteableException if the properties are read-only
     */
    void set(String name, @Nullable Object value) throws JMSException {
        checkName(name);
        if (readOnly) {
            throw new MessageNotWriteableException(
                    "property '"
                            + name
                            + "' cannot be set: the properties of a received message are"
                            + " read-only; call clearProperties() first");
        }
        Object checked = Conversions.property(value);
        checkProviderProperty(name, checked);
        values.put(name, checked);
    }

    /** Sets what the provider knows, whatever the name and mode. */
    void provide(String name, @Nullable Object value) {
        values.put(name, value);
    }

    void provideAll(Map<String, @Nullable Object> all) {
        values.putAll(all);
    }

    void clear() {
        values.clear();
        readOnly = false;
    }

    void makeReadOnly() {
        readOnly = true;
    }

    private static void checkNotEmpty(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a property's name is " + (name == null ? "null" : "empty") + "; give a name");
        }
    }

    private static void checkName(@Nullable String name) {
        checkNotEmpty(name);
        if (RESERVED.contains(name.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "'" + name + "' is a word of the selector language; give another name");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (i == 0 ? !Character.isJavaIdentifierStart(c) : !Character.isJavaIdentifierPart(c)) {
                throw new IllegalArgumentException(
                        "property name '"
                                + name
                                + "' has the character '"
                                + c
                                + "' at index "
                                + i
                                + "; use letters, digits, _ and $, and no digit first");
            }
        }
    }

    private static void checkProviderProperty(String name, @Nullable Object value)
            throws JMSException {
        if (name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_")) {
            throw new MessageFormatException(
                    "'"
                            + name
                            + "' cannot be a property, since names that begin with JMS are"
                            + " reserved; use the setter of the header or another name");
        }
        boolean fits =
                switch (name) {
                    case GROUP_ID, DUPLICATE_ID -> value == null || value instanceof String;
                    case GROUP_SEQUENCE, DELIVERY_COUNT ->
                            value == null || value instanceof Integer;
                    default -> true;
                };
        if (!fits) {
            throw new MessageFormatException(
                    "property "
                            + name
                            + " cannot be '"
                            + value
                            + "'; give "
                            + (name.equals(GROUP_ID) || name.equals(DUPLICATE_ID)
                                    ? "a String"
                                    : "an int"));
        }
    }
}
