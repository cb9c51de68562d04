package io.ternmq.jms;

import io.ternmq.wire.message.MessageBody;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/** A message whose body is a String. */
public final class TernTextMessage extends TernMessage implements TextMessage {

    private @Nullable String text;

    TernTextMessage(@Nullable String text) {
        this.text = text;
    }

    @Override
    public @Nullable String getText() throws JMSException {
        decode();
        return text;
    }

    @Override
    public void setText(@Nullable String value) throws JMSException {
        checkBodyWritable();
        text = value;
    }

    @Override
    MessageBody write() {
        return new MessageBody.Text(text);
    }

    @Override
    void read(MessageBody body) {
        text = ((MessageBody.Text) body).text();
    }

    @Override
    void forgetBody() {
        text = null;
    }

    @Override
    @Nullable Object bodyObject() throws JMSException {
        return getText();
    }
}
