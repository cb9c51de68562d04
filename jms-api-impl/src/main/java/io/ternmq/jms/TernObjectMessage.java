package io.ternmq.jms;

import io.ternmq.wire.message.MessageBody;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A message whose body is a serialized Java object. The object is serialized when it is set, and
 * made anew at each {@link #getObject}; of a received message only from trusted classes.
 */
public final class TernObjectMessage extends TernMessage implements ObjectMessage {

    private static final byte[] NOTHING = {};

    private final TrustedPackages trusted;
    private byte[] serialized = NOTHING;

    /** What this application serialized itself needs no trust. */
    private boolean own;

    TernObjectMessage(TrustedPackages trusted) {
        this.trusted = trusted;
    }

    @Override
    public void setObject(@Nullable Serializable object) throws JMSException {
        checkBodyWritable();
        own = true;
        if (object == null) {
            serialized = NOTHING;
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw Failures.caused(
                    new MessageFormatException(
                            "an object of class "
                                    + object.getClass().getName()
                                    + " cannot be serialized: "
                                    + e),
                    e);
        }
        serialized = bytes.toByteArray();
    }

    /**
     * The object, made anew.
     *
     * @throws MessageFormatException if a class in it is not trusted; names the class and the
     *     property {@code trustedPackages}
     */
    @Override
    public @Nullable Serializable getObject() throws JMSException {
        decode();
        if (serialized.length == 0) {
            return null;
        }
        try (TrustedObjectInput in =
                new TrustedObjectInput(serialized, own ? new TrustedPackages("*") : trusted)) {
            return object(in);
        } catch (ClassNotFoundException e) {
            throw Failures.caused(
                    new MessageFormatException(
                            "class "
                                    + e.getMessage()
                                    + " of the object in "
                                    + this
                                    + " is not on the class path of this application; add it"),
                    e);
        } catch (IOException | RuntimeException e) {
            throw Failures.caused(
                    new MessageFormatException("the object in " + this + " cannot be read: " + e),
                    e);
        }
    }

    private Serializable object(TrustedObjectInput in)
            throws IOException, ClassNotFoundException, JMSException {
        try {
            return (Serializable) in.readObject();
        } catch (InvalidClassException e) {
            String refused = in.refused();
            if (refused == null) {
                throw e;
            }
            throw Failures.caused(new MessageFormatException(refusal(refused)), e);
        }
    }

    private String refusal(String refused) {
        return "the object in "
                + this
                + " holds "
                + refused
                + ", which is not trusted; if you trust its senders add the package to the property trustedPackages of"
                + " TernConnectionFactory (a comma-separated list, * for all)";
    }

    @Override
    MessageBody write() {
        return new MessageBody.Serialized(serialized);
    }

    @Override
    void read(MessageBody body) {
        serialized = ((MessageBody.Serialized) body).bytes();
        own = false;
    }

    @Override
    void forgetBody() {
        serialized = NOTHING;
        own = false;
    }

    @Override
    @Nullable Object bodyObject() throws JMSException {
        return getObject();
    }
}
