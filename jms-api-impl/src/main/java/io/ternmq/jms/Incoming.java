package io.ternmq.jms;

import io.ternmq.wire.Event;
import io.ternmq.wire.message.ContentHeader;
import io.ternmq.wire.message.ContentReader;
import io.ternmq.wire.message.ContentUnavailableException;
import io.ternmq.wire.message.DeadLetter;
import io.ternmq.wire.message.Envelope;
import io.ternmq.wire.message.MalformedContentException;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;

/** Makes messages of deliveries: headers and properties at once, bodies when they are asked for. */
final class Incoming {

    private Incoming() {}

    static TernMessage message(
            Event.Deliver delivery,
            TrustedPackages trusted,
            TernMessage.Acknowledgement acknowledgement)
            throws JMSException {
        ContentReader content;
        try {
            content = new ContentReader(delivery.content());
        } catch (MalformedContentException | ContentUnavailableException e) {
            throw Failures.caused(
                    new MessageFormatException(
                            "message "
                                    + delivery.envelope().messageId()
                                    + " cannot be read: "
                                    + e.getMessage()),
                    e);
        }
        TernMessage message =
                switch (content.kind()) {
                    case NONE -> new TernMessage();
                    case TEXT -> new TernTextMessage(null);
                    case BYTES -> new TernBytesMessage();
                    case MAP -> new TernMapMessage();
                    case STREAM -> new TernStreamMessage();
                    case OBJECT -> new TernObjectMessage(trusted);
                };
        headers(message, delivery, content.header());
        properties(message.properties(), delivery, content.header());
        message.received(content, acknowledgement);
        return message;
    }

    private static void headers(TernMessage message, Event.Deliver delivery, ContentHeader header) {
        Envelope envelope = delivery.envelope();
        message.setJMSMessageID(envelope.messageId());
        message.setJMSDestination(TernDestination.of(envelope.destination()));
        message.setJMSDeliveryMode(
                envelope.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(envelope.priority());
        message.setJMSTimestamp(envelope.timestamp());
        message.setJMSExpiration(envelope.expiration());
        message.setJMSDeliveryTime(envelope.deliveryTime());
        message.setJMSRedelivered(delivery.deliveries() > 1);
        message.setJMSCorrelationID(header.correlationId());
        message.setJMSReplyTo(TernDestination.ofNullable(header.replyTo()));
        message.setJMSType(header.type());
    }

    private static void properties(
            PropertyMap properties, Event.Deliver delivery, ContentHeader header) {
        properties.provideAll(header.properties());
        if (delivery.envelope().groupId() != null) {
            properties.provide(PropertyMap.GROUP_ID, delivery.envelope().groupId());
        }
        if (header.groupSequence() != null) {
            properties.provide(PropertyMap.GROUP_SEQUENCE, header.groupSequence());
        }
        if (delivery.envelope().duplicateId() != null) {
            properties.provide(PropertyMap.DUPLICATE_ID, delivery.envelope().duplicateId());
        }
        properties.provide(PropertyMap.DELIVERY_COUNT, delivery.deliveries());
        DeadLetter dead = delivery.deadLetter();
        if (dead != null) {
            properties.provide(PropertyMap.DEAD_PREFIX + "Queue", dead.queue());
            properties.provide(PropertyMap.DEAD_PREFIX + "Deliveries", dead.deliveries());
            properties.provide(PropertyMap.DEAD_PREFIX + "Reason", dead.reason());
            properties.provide(PropertyMap.DEAD_PREFIX + "Time", dead.atMs());
        }
    }
}
