package io.ternmq.arquillian.probe;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes a row for every message; fails on the first delivery of those that ask for it. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destination", propertyValue = "probe.in"),
            @ActivationConfigProperty(
                    propertyName = "destinationType",
                    propertyValue = "jakarta.jms.Queue")
        })
public class Receiver implements MessageListener {

    /** How often onMessage was called: it survives a rollback, as rows do not. */
    static final AtomicInteger CALLS = new AtomicInteger();

    @EJB private Ledger ledger;

    @Override
    public void onMessage(Message message) {
        CALLS.incrementAndGet();
        try {
            String text = message.getBody(String.class);
            int count = message.getIntProperty("JMSXDeliveryCount");
            ledger.add(
                    "received", text + " count=" + count + " again=" + message.getJMSRedelivered());
            if (text.startsWith("fail-once") && count == 1) {
                throw new IllegalStateException("the first delivery fails, as asked");
            }
        } catch (JMSException e) {
            throw new EJBException(e);
        }
    }
}
