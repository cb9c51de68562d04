package io.ternmq.jms;

import jakarta.jms.MessageFormatException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The conversion tables of properties, map entries and stream elements (Jakarta Messaging 3.1,
 * 3.5.4, 3.11.3). A null is read as its type's valueOf(null) reads it, exceptions included.
 */
final class Conversions {

    private Conversions() {}

    static boolean toBoolean(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Boolean exact) {
            return exact;
        }
        if (value == null || value instanceof String) {
            return Boolean.parseBoolean((String) value);
        }
        throw cannot(value, "boolean");
    }

    static byte toByte(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Byte exact) {
            return exact;
        }
        if (value == null || value instanceof String) {
            return Byte.parseByte((String) value);
        }
        throw cannot(value, "byte");
    }

    static short toShort(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        if (value == null || value instanceof String) {
            return Short.parseShort((String) value);
        }
        throw cannot(value, "short");
    }

    static char toChar(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Character exact) {
            return exact;
        }
        if (value == null) {
            throw new NullPointerException("the value is null and cannot be read as a char");
        }
        throw cannot(value, "char");
    }

    static int toInt(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        if (value == null || value instanceof String) {
            return Integer.parseInt((String) value);
        }
        throw cannot(value, "int");
    }

    static long toLong(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value == null || value instanceof String) {
            return Long.parseLong((String) value);
        }
        throw cannot(value, "long");
    }

    static float toFloat(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Float exact) {
            return exact;
        }
        if (value == null || value instanceof String) {
            return Float.parseFloat((String) value);
        }
        throw cannot(value, "float");
    }

    static double toDouble(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value == null || value instanceof String) {
            return Double.parseDouble((String) value);
        }
        throw cannot(value, "double");
    }

    static @Nullable String toText(@Nullable Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw cannot(value, "String");
        }
        return value == null ? null : value.toString();
    }

    static byte @Nullable [] toBytes(@Nullable Object value) throws MessageFormatException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw cannot(value, "byte[]");
    }

    /**
     * The value itself if an object property may hold it, which no byte array or char may.
     *
     * @throws MessageFormatException for any other type (3.5.5)
     */
    static @Nullable Object property(@Nullable Object value) throws MessageFormatException {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double) {
            return value;
        }
        throw new MessageFormatException(
                "a value of type "
                        + value.getClass().getName()
                        + " cannot be stored here; use Boolean, Byte, Short, Integer, Long, Float,"
                        + " Double or String");
    }

    /**
     * The value, copied where it can change, if a map or a stream may hold it.
     *
     * @throws MessageFormatException for any other type
     */
    static @Nullable Object element(@Nullable Object value) throws MessageFormatException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        return value instanceof Character ? value : property(value);
    }

    private static MessageFormatException cannot(Object value, String wanted) {
        String type =
                value instanceof byte[]
                        ? "byte[]"
                        : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new MessageFormatException(
                "a value of type " + type + " cannot be read as " + wanted);
    }
}
