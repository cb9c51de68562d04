/**
 * The orders application: a web archive for any Jakarta EE 10 server, compiled against the
 * platform's API alone.
 *
 * <p>An order's way: {@link io.ternmq.examples.orders.OrdersResource} takes it over HTTP, {@link
 * io.ternmq.examples.orders.OrderDesk} inserts its row and sends a message in one transaction,
 * {@link io.ternmq.examples.orders.StockKeeper} reserves stock for it and sends a confirmation in
 * one transaction, {@link io.ternmq.examples.orders.ConfirmationClerk} records the confirmation.
 * {@link io.ternmq.examples.orders.OrderBook} holds every SQL statement.
 *
 * <p>The package carries no nullness annotations, because they would be a second thing to compile
 * against.
 */
package io.ternmq.examples.orders;
