/**
 * The demo: drives the orders application on a WildFly that it kills in mid-load, and afterwards
 * accounts for every order.
 *
 * <p>{@link io.ternmq.examples.demo.Demo} runs it. {@link io.ternmq.examples.demo.ServerFiles} and
 * {@link io.ternmq.examples.demo.ServerProcess} are the server, {@link
 * io.ternmq.examples.demo.Clients} and {@link io.ternmq.examples.demo.Ledger} the load and what the
 * clients saw, {@link io.ternmq.examples.demo.KillPlan} the moments, {@link
 * io.ternmq.examples.demo.Evidence} what lies on disk afterwards, {@link
 * io.ternmq.examples.demo.Account} the figures and the verdict.
 */
@NullMarked
package io.ternmq.examples.demo;

import org.jspecify.annotations.NullMarked;
