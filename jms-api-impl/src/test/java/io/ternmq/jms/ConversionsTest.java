package io.ternmq.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.jms.MessageFormatException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tables of 3.5.4 and 3.11.3, each cell. */
class ConversionsTest {

    /** One way of reading. */
    private interface Reading {
        Object read(Object value) throws MessageFormatException;
    }

    private static final Map<String, Reading> READINGS = new LinkedHashMap<>();

    static {
        READINGS.put("boolean", Conversions::toBoolean);
        READINGS.put("byte", Conversions::toByte);
        READINGS.put("short", Conversions::toShort);
        READINGS.put("char", Conversions::toChar);
        READINGS.put("int", Conversions::toInt);
        READINGS.put("long", Conversions::toLong);
        READINGS.put("float", Conversions::toFloat);
        READINGS.put("double", Conversions::toDouble);
        READINGS.put("String", Conversions::toText);
        READINGS.put("byte[]", Conversions::toBytes);
    }

    private static final Map<Object, Set<String>> TABLE =
            Map.of(
                    true,
                    Set.of("boolean", "String"),
                    (byte) 1,
                    Set.of("byte", "short", "int", "long", "String"),
                    (short) 1,
                    Set.of("short", "int", "long", "String"),
                    'c',
                    Set.of("char", "String"),
                    1,
                    Set.of("int", "long", "String"),
                    1L,
                    Set.of("long", "String"),
                    1.5f,
                    Set.of("float", "double", "String"),
                    1.5d,
                    Set.of("double", "String"),
                    "1",
                    Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
                    new byte[] {1},
                    Set.of("byte[]"));

    @TestFactory
    java.util.stream.Stream<DynamicTest> shouldConvertByTheTable_3_5_4_and_3_11_3() {
        return TABLE.entrySet().stream()
                .flatMap(
                        row ->
                                READINGS.entrySet().stream()
                                        .map(
                                                reading ->
                                                        DynamicTest.dynamicTest(
                                                                row.getKey()
                                                                                .getClass()
                                                                                .getSimpleName()
                                                                        + " as "
                                                                        + reading.getKey(),
                                                                () -> check(row, reading))));
    }

    private static void check(
            Map.Entry<Object, Set<String>> row, Map.Entry<String, Reading> reading)
            throws MessageFormatException {
        Object value = row.getKey();
        if (!row.getValue().contains(reading.getKey())) {
            assertThrows(MessageFormatException.class, () -> reading.getValue().read(value));
            return;
        }
        Object read = reading.getValue().read(value);
        if (read instanceof byte[] bytes) {
            assertArrayEquals((byte[]) value, bytes);
        } else if (reading.getKey().equals("boolean") && value instanceof String) {
            assertEquals(false, read);
        } else if (read instanceof Number number) {
            assertEquals(Double.parseDouble(value.toString()), number.doubleValue());
        } else {
            assertEquals(value.toString(), read.toString());
        }
    }

    @Test
    void shouldReadNullAsValueOfNull_3_5_4() throws MessageFormatException {
        assertEquals(false, Conversions.toBoolean(null));
        assertThrows(NumberFormatException.class, () -> Conversions.toByte(null));
        assertThrows(NumberFormatException.class, () -> Conversions.toShort(null));
        assertThrows(NumberFormatException.class, () -> Conversions.toInt(null));
        assertThrows(NumberFormatException.class, () -> Conversions.toLong(null));
        assertThrows(NullPointerException.class, () -> Conversions.toFloat(null));
        assertThrows(NullPointerException.class, () -> Conversions.toDouble(null));
        assertThrows(NullPointerException.class, () -> Conversions.toChar(null));
        assertEquals(null, Conversions.toText(null));
        assertEquals(null, Conversions.toBytes(null));
    }

    @Test
    void shouldTakeOnlyWrappersAndStringsAsProperties_3_5_5() {
        assertThrows(MessageFormatException.class, () -> Conversions.property('c'));
        assertThrows(MessageFormatException.class, () -> Conversions.property(new byte[0]));
        assertThrows(MessageFormatException.class, () -> Conversions.property(new Object()));
        assertThrows(MessageFormatException.class, () -> Conversions.element(new int[0]));
    }
}
