package io.ternmq.examples.orders;

import jakarta.ejb.EJB;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * {@code POST /orders}, {@code GET /orders/{id}}, {@code GET /summary}.
 *
 * <p>A POST answers 201 when row and message are committed, 400 when the request is not an order,
 * 409 when the id is taken, 422 when the order is bad or its item unknown, 500 when the server
 * failed. After 4xx nothing of the order remains.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

    @EJB private OrderDesk desk;
    @EJB private OrderBook book;

    /** Places an order: {@code {"id": "o-1", "item": "item-07", "quantity": 2, "bad": false}}. */
    @POST
    @Path("orders")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response place(String body) {
        Order order;
        try {
            order = OrderJson.read(body);
        } catch (InvalidOrderException e) {
            return error(Response.Status.BAD_REQUEST.getStatusCode(), e);
        }
        try {
            desk.place(order);
        } catch (OrderRefusedException e) {
            return error(
                    switch (e.reason()) {
                        case DUPLICATE_ID -> Response.Status.CONFLICT.getStatusCode();
                        case BAD, UNKNOWN_ITEM -> 422;
                    },
                    e);
        }
        return Response.status(Response.Status.CREATED).entity(OrderJson.accepted(order)).build();
    }

    /** What became of an order: 200, or 404 when none was accepted under this id. */
    @GET
    @Path("orders/{id}")
    public Response find(@PathParam("id") String id) {
        return book.find(id)
                .map(status -> Response.ok(OrderJson.write(status)).build())
                .orElseGet(
                        () ->
                                Response.status(Response.Status.NOT_FOUND)
                                        .entity(OrderJson.error("there is no order " + id))
                                        .build());
    }

    /** What the tables hold. */
    @GET
    @Path("summary")
    public JsonObject summary() {
        return OrderJson.write(book.summary());
    }

    private static Response error(int status, Exception e) {
        return Response.status(status).entity(OrderJson.error(e.getMessage())).build();
    }
}
