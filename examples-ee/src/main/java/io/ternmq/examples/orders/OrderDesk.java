package io.ternmq.examples.orders;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;

/**
 * Accepts orders. {@link #place} is one transaction of the container: the row and the message come
 * to be together or not at all, whatever is thrown and whenever the server dies.
 */
@Stateless
public class OrderDesk {

    @Resource(lookup = "java:/jms/TernXA")
    private ConnectionFactory connections;

    @EJB private OrderBook book;

    /**
     * Inserts the order and sends it on its way. When this returns, both are committed and durable.
     *
     * @throws OrderRefusedException when the order is marked bad, its id is taken or its item is
     *     unknown; nothing of it remains
     */
    public void place(Order order) throws OrderRefusedException {
        if (!book.knowsItem(order.item())) {
            throw new OrderRefusedException(
                    OrderRefusedException.Reason.UNKNOWN_ITEM,
                    "no stock is kept of %s; the items are item-00 to item-%02d"
                            .formatted(order.item(), OrderTables.ITEMS - 1));
        }
        book.insert(order);
        try (JMSContext context = connections.createContext()) {
            MapMessage message = context.createMapMessage();
            message.setString("orderId", order.id());
            message.setString("item", order.item());
            message.setInt("quantity", order.quantity());
            context.createProducer().send(context.createQueue(OrderQueues.ORDERS), message);
        } catch (JMSException e) {
            throw new EJBException("Cannot send order " + order.id(), e);
        }
        if (order.bad()) {
            throw new OrderRefusedException(
                    OrderRefusedException.Reason.BAD,
                    "order " + order.id() + " is bad; its row and its message are rolled back");
        }
    }
}
