package io.ternmq.examples.orders;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;

/** Records that an order is confirmed, in the transaction that takes the message. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destination",
                    propertyValue = OrderQueues.CONFIRMED),
            @ActivationConfigProperty(
                    propertyName = "destinationType",
                    propertyValue = "jakarta.jms.Queue")
        })
public class ConfirmationClerk implements MessageListener {

    @EJB private OrderBook book;

    @Override
    public void onMessage(Message message) {
        try {
            String orderId = ((TextMessage) message).getText();
            book.recordDelivery(OrderQueues.CONFIRMED, orderId, message.getJMSMessageID());
            book.confirm(orderId);
        } catch (JMSException e) {
            throw new EJBException("Cannot read a confirmation", e);
        }
    }
}
