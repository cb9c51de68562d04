package io.ternmq.jms;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Arrays;
import java.util.Enumeration;

/** Copies messages of other providers, which must be sendable (3.12). */
final class ForeignMessage {

    private ForeignMessage() {}

    /** A message of ours with the same body, properties, type, correlation id and reply-to. */
    static TernMessage copy(Message from) throws JMSException {
        TernMessage to = body(from);
        to.setJMSCorrelationID(from.getJMSCorrelationID());
        to.setJMSType(from.getJMSType());
        Destination replyTo = from.getJMSReplyTo();
        if (replyTo != null) {
            to.setJMSReplyTo(TernDestination.of(TernDestination.name(replyTo)));
        }
        for (Enumeration<?> names = from.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            to.setObjectProperty(name, from.getObjectProperty(name));
        }
        return to;
    }

    private static TernMessage body(Message from) throws JMSException {
        if (from instanceof TextMessage text) {
            return new TernTextMessage(text.getText());
        }
        if (from instanceof ObjectMessage object) {
            TernObjectMessage copy = new TernObjectMessage(new TrustedPackages("*"));
            copy.setObject(object.getObject());
            return copy;
        }
        if (from instanceof MapMessage map) {
            TernMapMessage copy = new TernMapMessage();
            for (Enumeration<?> names = map.getMapNames(); names.hasMoreElements(); ) {
                String name = (String) names.nextElement();
                copy.setObject(name, map.getObject(name));
            }
            return copy;
        }
        if (from instanceof BytesMessage bytes) {
            return bytes(bytes);
        }
        if (from instanceof StreamMessage stream) {
            return stream(stream);
        }
        return new TernMessage();
    }

    private static TernMessage bytes(BytesMessage from) throws JMSException {
        TernBytesMessage copy = new TernBytesMessage();
        from.reset();
        byte[] part = new byte[4096];
        int read = from.readBytes(part);
        while (read > 0) {
            copy.writeBytes(Arrays.copyOf(part, read));
            read = from.readBytes(part);
        }
        return copy;
    }

    private static TernMessage stream(StreamMessage from) throws JMSException {
        TernStreamMessage copy = new TernStreamMessage();
        from.reset();
        try {
            while (true) {
                copy.writeObject(from.readObject());
            }
        } catch (MessageEOFException end) {
            // The API tells the end of a stream in no other way.
            return copy;
        }
    }
}
