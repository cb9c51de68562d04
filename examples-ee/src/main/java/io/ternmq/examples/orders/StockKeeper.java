package io.ternmq.examples.orders;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/**
 * Reserves stock for an order and sends {@code order-confirmed}. Taking the message, the
 * reservation and the sending are one transaction of the container; an exception rolls it back and
 * the message comes again.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destination",
                    propertyValue = OrderQueues.ORDERS),
            @ActivationConfigProperty(
                    propertyName = "destinationType",
                    propertyValue = "jakarta.jms.Queue")
        })
public class StockKeeper implements MessageListener {

    @Resource(lookup = "java:/jms/TernXA")
    private ConnectionFactory connections;

    @EJB private OrderBook book;

    @Override
    public void onMessage(Message message) {
        try {
            MapMessage order = (MapMessage) message;
            String orderId = order.getString("orderId");
            book.recordDelivery(OrderQueues.ORDERS, orderId, message.getJMSMessageID());
            book.reserve(orderId, order.getString("item"), order.getInt("quantity"));
            try (JMSContext context = connections.createContext()) {
                context.createProducer()
                        .send(
                                context.createQueue(OrderQueues.CONFIRMED),
                                context.createTextMessage(orderId));
            }
        } catch (JMSException e) {
            throw new EJBException("Cannot read or answer an order", e);
        }
    }
}
