package io.ternmq.jms;

import io.ternmq.wire.message.MessageBody;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message whose body is a sequence of uninterpreted bytes. */
public final class TernBytesMessage extends TernMessage implements BytesMessage {

    /** A read from the buffer; if it throws, the cursor goes back. */
    private interface Reading<T> {
        T from(ByteBuffer buffer) throws JMSException;
    }

    /** A write; never fails, since it goes to memory. */
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private ByteBuffer readable = ByteBuffer.allocate(0);

    TernBytesMessage() {}

    @Override
    public long getBodyLength() throws JMSException {
        return buffer().capacity();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return next(ByteBuffer::get) != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return next(ByteBuffer::get);
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return next(ByteBuffer::get) & 0xff;
    }

    @Override
    public short readShort() throws JMSException {
        return next(ByteBuffer::getShort);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return next(ByteBuffer::getShort) & 0xffff;
    }

    @Override
    public char readChar() throws JMSException {
        return next(ByteBuffer::getChar);
    }

    @Override
    public int readInt() throws JMSException {
        return next(ByteBuffer::getInt);
    }

    @Override
    public long readLong() throws JMSException {
        return next(ByteBuffer::getLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return next(ByteBuffer::getFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return next(ByteBuffer::getDouble);
    }

    @Override
    public String readUTF() throws JMSException {
        return next(
                buffer -> {
                    byte[] encoded =
                            new byte[Short.BYTES + (buffer.getShort(buffer.position()) & 0xffff)];
                    buffer.get(encoded);
                    try {
                        return new DataInputStream(new ByteArrayInputStream(encoded)).readUTF();
                    } catch (IOException e) {
                        throw Failures.caused(
                                new MessageFormatException(
                                        "the bytes at the cursor are not a modified UTF-8 string: "
                                                + e.getMessage()),
                                e);
                    }
                });
    }

    @Override
    public int readBytes(byte[] into) throws JMSException {
        return readBytes(into, into.length);
    }

    @Override
    public int readBytes(byte[] into, int length) throws JMSException {
        if (length < 0 || length > into.length) {
            throw new IndexOutOfBoundsException(
                    "length is " + length + "; give 0 to " + into.length);
        }
        ByteBuffer buffer = buffer();
        if (!buffer.hasRemaining()) {
            return -1;
        }
        int read = Math.min(length, buffer.remaining());
        buffer.get(into, 0, read);
        return read;
    }

    private <T> T next(Reading<T> reading) throws JMSException {
        ByteBuffer buffer = buffer();
        int before = buffer.position();
        boolean read = false;
        try {
            T value = reading.from(buffer);
            read = true;
            return value;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw Failures.caused(
                    new MessageEOFException(
                            "the body has only "
                                    + (buffer.capacity() - before)
                                    + " more bytes of "
                                    + buffer.capacity()),
                    e);
        } finally {
            if (!read) {
                buffer.position(before);
            }
        }
    }

    private ByteBuffer buffer() throws JMSException {
        decode();
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException(
                    "the body is being written; call reset() to read it");
        }
        return readable;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        put(out -> out.writeBoolean(value));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        put(out -> out.writeByte(value));
    }

    @Override
    public void writeShort(short value) throws JMSException {
        put(out -> out.writeShort(value));
    }

    @Override
    public void writeChar(char value) throws JMSException {
        put(out -> out.writeChar(value));
    }

    @Override
    public void writeInt(int value) throws JMSException {
        put(out -> out.writeInt(value));
    }

    @Override
    public void writeLong(long value) throws JMSException {
        put(out -> out.writeLong(value));
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        put(out -> out.writeFloat(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        put(out -> out.writeDouble(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        put(out -> out.writeUTF(value));
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        put(out -> out.write(value));
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        put(out -> out.write(value, offset, length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        Object element = Conversions.element(Objects.requireNonNull(value, "the value is null"));
        if (element instanceof Boolean flag) {
            writeBoolean(flag);
        } else if (element instanceof Byte number) {
            writeByte(number);
        } else if (element instanceof Short number) {
            writeShort(number);
        } else if (element instanceof Character character) {
            writeChar(character);
        } else if (element instanceof Integer number) {
            writeInt(number);
        } else if (element instanceof Long number) {
            writeLong(number);
        } else if (element instanceof Float number) {
            writeFloat(number);
        } else if (element instanceof Double number) {
            writeDouble(number);
        } else if (element instanceof String text) {
            writeUTF(text);
        } else {
            writeBytes((byte[]) value);
        }
    }

    private void put(Writing writing) throws JMSException {
        checkBodyWritable();
        try {
            writing.to(new DataOutputStream(written));
        } catch (IOException e) {
            throw Failures.caused(
                    new MessageFormatException("the value cannot be written: " + e.getMessage()),
                    e);
        }
    }

    @Override
    public void reset() throws JMSException {
        decode();
        if (!isBodyReadOnly()) {
            readable = ByteBuffer.wrap(written.toByteArray());
            setBodyReadOnly(true);
        }
        readable.rewind();
    }

    @Override
    MessageBody write() {
        return new MessageBody.Bytes(isBodyReadOnly() ? readable.array() : written.toByteArray());
    }

    @Override
    void read(MessageBody body) {
        readable = ByteBuffer.wrap(((MessageBody.Bytes) body).bytes());
    }

    @Override
    void forgetBody() {
        written.reset();
        readable = ByteBuffer.allocate(0);
    }

    @Override
    boolean isBodyAssignable(Class<?> wanted) throws JMSException {
        decode();
        int length = isBodyReadOnly() ? readable.capacity() : written.size();
        return length == 0 || wanted.isAssignableFrom(byte[].class);
    }

    @Override
    @Nullable Object bodyObject() throws JMSException {
        reset();
        return readable.capacity() == 0 ? null : readable.array().clone();
    }
}
