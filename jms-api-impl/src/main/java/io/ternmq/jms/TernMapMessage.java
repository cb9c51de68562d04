package io.ternmq.jms;

import io.ternmq.wire.message.MessageBody;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message whose body is a map of names to values of the Java primitive types. */
public final class TernMapMessage extends TernMessage implements MapMessage {

    private Map<String, @Nullable Object> entries = new LinkedHashMap<>();

    TernMapMessage() {}

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return Conversions.toBoolean(get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return Conversions.toByte(get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return Conversions.toShort(get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return Conversions.toChar(get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return Conversions.toInt(get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return Conversions.toLong(get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return Conversions.toFloat(get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return Conversions.toDouble(get(name));
    }

    @Override
    public @Nullable String getString(String name) throws JMSException {
        return Conversions.toText(get(name));
    }

    @Override
    public byte @Nullable [] getBytes(String name) throws JMSException {
        return Conversions.toBytes(get(name));
    }

    @Override
    public @Nullable Object getObject(String name) throws JMSException {
        return Conversions.element(get(name));
    }

    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        decode();
        return Collections.enumeration(List.copyOf(entries.keySet()));
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setString(String name, @Nullable String value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setBytes(String name, byte @Nullable [] value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        byte[] part = new byte[length];
        System.arraycopy(value, offset, part, 0, length);
        put(name, part);
    }

    @Override
    public void setObject(String name, @Nullable Object value) throws JMSException {
        put(name, value);
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        decode();
        return entries.containsKey(name);
    }

    private @Nullable Object get(String name) throws JMSException {
        decode();
        return entries.get(name);
    }

    private void put(@Nullable String name, @Nullable Object value) throws JMSException {
        checkBodyWritable();
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "an entry's name is " + (name == null ? "null" : "empty") + "; give a name");
        }
        entries.put(name, Conversions.element(value));
    }

    @Override
    MessageBody write() {
        return new MessageBody.Entries(entries);
    }

    @Override
    void read(MessageBody body) {
        entries = new LinkedHashMap<>(((MessageBody.Entries) body).entries());
    }

    @Override
    void forgetBody() {
        entries = new LinkedHashMap<>();
    }

    @Override
    @Nullable Object bodyObject() throws JMSException {
        decode();
        if (entries.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> entry : entries.entrySet()) {
            copy.put(entry.getKey(), Conversions.element(entry.getValue()));
        }
        return copy;
    }
}
