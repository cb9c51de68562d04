package io.ternmq.examples.orders;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the resources at the root of the web archive. */
@ApplicationPath("/")
public class OrdersApplication extends Application {}
