package io.ternmq.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verdict on evidence in which one thing is wrong. */
class AccountTest {

    private final List<OrderLine> posted = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private final List<String> confirmations = new ArrayList<>();
    private final Map<String, Long> stock = new HashMap<>(Map.of("item-01", 0L));
    private final List<String> databaseInDoubt = new ArrayList<>();
    private final List<String> journalInDoubt = new ArrayList<>();
    private final Map<String, Long> depths = new HashMap<>(Map.of("orders", 0L, "DLQ", 0L));
    private final List<String> logged = new ArrayList<>();

    /** Two good orders, a bad one, and two that were cut off: one whole, one nothing. */
    @BeforeEach
    void goodEvidence() {
        answer(post("good-1", false), Answer.Kind.ACCEPTED);
        answer(post("good-2", false), Answer.Kind.ACCEPTED);
        answer(post("bad", true), Answer.Kind.REFUSED);
        answer(post("cut-whole", false), Answer.Kind.UNCLEAR);
        answer(post("cut-nothing", false), Answer.Kind.UNCLEAR);
        whole("good-1");
        whole("good-2");
        whole("cut-whole");
    }

    @Test
    void shouldBeGoodWhenEveryOrderIsWholeOrNothing() {
        Account account = account();

        assertTrue(account.isGood(), () -> account.faults().toString());
        assertEquals(3, account.accepted());
        assertEquals(1, account.cutAccepted());
        assertEquals(3, account.rows());
        assertEquals(3, account.delivered());
        assertEquals(3, account.reserved());
        assertEquals(3, account.confirmed());
        assertEquals(2, account.rolledBack());
        assertEquals(1, account.cutRolledBack());
        assertTrue(new FigureTable(account).toString().contains("whole or nothing"));
    }

    @Test
    void shouldFailWhenAnAcceptedOrderHasNoRow() {
        orders.remove("good-1");

        assertEquals(1, account().lost());
        failsNaming("lost: good-1");
    }

    @Test
    void shouldFailWhenAnAcceptedOrderVanishedWhole() {
        vanish("good-1");

        assertEquals(1, account().lost());
        assertEquals(2, account().rolledBack());
        failsNaming("lost: good-1");
    }

    @Test
    void shouldFailWhenAMessageIsLost() {
        vanish("good-2");
        orders.add("good-2");

        assertEquals(1, account().lost());
        failsNaming("lost: good-2");
    }

    @Test
    void shouldFailWhenTheConfirmationOfACutOrderIsLost() {
        confirmations.remove("cut-whole");
        deliveries.remove(new Delivery("order-confirmed", "cut-whole", "ID:c-cut-whole"));

        assertEquals(1, account().lost());
        failsNaming("lost: cut-whole");
    }

    @Test
    void shouldFailWhenAMessageCameTwice() {
        deliveries.add(new Delivery("orders", "good-1", "ID:o-good-1"));
        reserve("good-1");

        assertEquals(2, account().duplicates());
        failsNaming("doubled: good-1");
    }

    @Test
    void shouldFailWhenAConfirmationCameTwice() {
        confirmations.add("good-1");

        assertEquals(1, account().duplicates());
        failsNaming("doubled: good-1");
    }

    @Test
    void shouldFailWhenOneIsLostAndAnotherDoubledSoThatTheFiguresAgree() {
        vanish("good-2");
        orders.add("good-2");
        deliveries.add(new Delivery("orders", "good-1", "ID:o-good-1"));
        deliveries.add(new Delivery("order-confirmed", "good-1", "ID:c-good-1"));
        confirmations.add("good-1");
        reserve("good-1");

        assertEquals(account().rows(), account().delivered());
        failsNaming("lost: good-2");
        failsNaming("doubled: good-1");
    }

    @Test
    void shouldFailWhenABadOrderLeftAMessage() {
        deliveries.add(new Delivery("orders", "bad", "ID:o-bad"));

        assertEquals(1, account().ghosts());
        failsNaming("rolled back and yet there: bad");
    }

    @Test
    void shouldFailWhenACutOrderHasAReservationAndNoRow() {
        reserve("cut-nothing");

        assertEquals(1, account().ghosts());
        failsNaming("rolled back and yet there: cut-nothing");
    }

    @Test
    void shouldFailWhenTheDatabaseIsInDoubt() {
        databaseInDoubt.add("xid-1");

        assertEquals(1, account().inDoubt());
        failsNaming("in doubt: database xid-1");
    }

    @Test
    void shouldFailWhenTheJournalIsInDoubt() {
        journalInDoubt.add("xid-1");

        failsNaming("in doubt: journal xid-1");
    }

    @Test
    void shouldFailWhenTheTransactionLogIsNotEmpty() {
        logged.add("AtomicAction/0_1");

        failsNaming("in doubt: transaction log AtomicAction/0_1");
    }

    @Test
    void shouldFailWhenAMessageIsDead() {
        depths.put("DLQ", 1L);

        assertEquals(1, account().left());
        failsNaming("left in queues: DLQ=1");
    }

    @Test
    void shouldFailWhenStockIsNotTheSumOfTheReservations() {
        stock.merge("item-01", 1L, Long::sum);

        failsNaming("item-01");
    }

    @Test
    void shouldFailWhenAGoodOrderIsRefused() {
        OrderLine order = post("refused", false);
        answers.add(Answer.http(order, 1, 422, "bad"));

        failsNaming("refused (422 bad)");
    }

    @Test
    void shouldFailWhenABadOrderIsAccepted() {
        OrderLine order = post("taken", true);
        answers.add(Answer.http(order, 1, 201, "ok"));
        whole("taken");

        failsNaming("taken (201 ok)");
    }

    @Test
    void shouldFailWhenAnOrderWasNeverAnswered() {
        post("forgotten", false);

        failsNaming("never answered: forgotten");
    }

    private OrderLine post(String id, boolean bad) {
        OrderLine order = new OrderLine(id, "item-01", 2, bad);
        posted.add(order);
        return order;
    }

    private void answer(OrderLine order, Answer.Kind kind) {
        answers.add(new Answer(order, kind, 1, kind.name()));
    }

    private void whole(String id) {
        orders.add(id);
        deliveries.add(new Delivery("orders", id, "ID:o-" + id));
        reserve(id);
        deliveries.add(new Delivery("order-confirmed", id, "ID:c-" + id));
        confirmations.add(id);
    }

    private void reserve(String id) {
        reservations.add(new Reservation(id, "item-01", 2));
        stock.merge("item-01", 2L, Long::sum);
    }

    private void vanish(String id) {
        orders.remove(id);
        deliveries.removeIf(delivery -> delivery.orderId().equals(id));
        confirmations.remove(id);
        if (reservations.removeIf(reservation -> reservation.orderId().equals(id))) {
            stock.merge("item-01", -2L, Long::sum);
        }
    }

    private Account account() {
        return Account.of(
                new Evidence(
                        posted,
                        answers,
                        new Tables(
                                orders,
                                deliveries,
                                reservations,
                                confirmations,
                                stock,
                                databaseInDoubt),
                        new JournalContents(journalInDoubt, depths),
                        logged));
    }

    private void failsNaming(String fault) {
        Account account = account();
        assertFalse(account.isGood());
        String table = new FigureTable(account).toString();
        assertTrue(table.contains("FAILED") && table.contains(fault), table);
    }
}
