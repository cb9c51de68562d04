package io.ternmq.jms;

import io.ternmq.wire.message.MessageBody;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message whose body is a sequence of values of the Java primitive types. */
public final class TernStreamMessage extends TernMessage implements StreamMessage {

    /** A read of one element; what it throws leaves the cursor where it is. */
    private interface Reading<T> {
        @Nullable T from(@Nullable Object element) throws JMSException;
    }

    private List<@Nullable Object> elements = new ArrayList<>();
    private int cursor;

    /** How much of the byte array at the cursor readBytes has given out; −1 before the first. */
    private int bytesRead = -1;

    TernStreamMessage() {}

    @Override
    public boolean readBoolean() throws JMSException {
        return next(Conversions::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return next(Conversions::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return next(Conversions::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return next(Conversions::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return next(Conversions::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return next(Conversions::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return next(Conversions::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return next(Conversions::toDouble);
    }

    @Override
    public @Nullable String readString() throws JMSException {
        return next(Conversions::toText);
    }

    @Override
    public @Nullable Object readObject() throws JMSException {
        return next(Conversions::element);
    }

    @Override
    public int readBytes(byte[] into) throws JMSException {
        Object element = current();
        if (element == null) {
            cursor++;
            return -1;
        }
        if (!(element instanceof byte[] bytes)) {
            throw new MessageFormatException(
                    "the next element is a "
                            + element.getClass().getSimpleName()
                            + " and cannot be read as byte[]");
        }
        int from = Math.max(bytesRead, 0);
        int length = Math.min(into.length, bytes.length - from);
        if (bytesRead >= 0 && length == 0 && into.length > 0) {
            bytesRead = -1;
            cursor++;
            return -1;
        }
        System.arraycopy(bytes, from, into, 0, length);
        bytesRead = from + length;
        if (length < into.length) {
            bytesRead = -1;
            cursor++;
        }
        return length;
    }

    private <T> @Nullable T next(Reading<T> reading) throws JMSException {
        Object element = current();
        if (bytesRead >= 0) {
            throw new MessageFormatException(
                    "a byte array is being read; call readBytes until it returns less than the"
                            + " length of its argument");
        }
        T value = reading.from(element);
        cursor++;
        return value;
    }

    private @Nullable Object current() throws JMSException {
        decode();
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException(
                    "the body is being written; call reset() to read it");
        }
        if (cursor >= elements.size()) {
            throw new MessageEOFException(
                    "the stream has " + elements.size() + " elements and all have been read");
        }
        return elements.get(cursor);
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        add(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        add(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        add(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        add(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        add(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        add(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        add(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        add(value);
    }

    @Override
    public void writeString(@Nullable String value) throws JMSException {
        add(value);
    }

    @Override
    public void writeBytes(byte @Nullable [] value) throws JMSException {
        add(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        byte[] part = new byte[length];
        System.arraycopy(value, offset, part, 0, length);
        add(part);
    }

    @Override
    public void writeObject(@Nullable Object value) throws JMSException {
        add(value);
    }

    private void add(@Nullable Object value) throws JMSException {
        checkBodyWritable();
        elements.add(Conversions.element(value));
    }

    @Override
    public void reset() throws JMSException {
        decode();
        setBodyReadOnly(true);
        cursor = 0;
        bytesRead = -1;
    }

    @Override
    MessageBody write() {
        return new MessageBody.Stream(elements);
    }

    @Override
    void read(MessageBody body) {
        elements = new ArrayList<>(((MessageBody.Stream) body).elements());
    }

    @Override
    void forgetBody() {
        elements = new ArrayList<>();
        cursor = 0;
        bytesRead = -1;
    }

    @Override
    boolean hasBodyObject() {
        return false;
    }
}
