package io.ternmq.examples.orders;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;

/** The JSON of the HTTP face, read strictly and written by hand. */
final class OrderJson {

    private OrderJson() {}

    static Order read(String body) {
        JsonObject json;
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            json = reader.readObject();
        } catch (JsonException e) {
            throw new InvalidOrderException(
                    "the body is not a JSON object; send {\"id\": …, \"item\": …, \"quantity\": …}");
        }
        return new Order(text(json, "id"), text(json, "item"), quantity(json), bad(json));
    }

    static JsonObject accepted(Order order) {
        return Json.createObjectBuilder().add("id", order.id()).add("accepted", true).build();
    }

    static JsonObject write(OrderStatus status) {
        return Json.createObjectBuilder()
                .add("id", status.id())
                .add("item", status.item())
                .add("quantity", status.quantity())
                .add("reservations", status.reservations())
                .add("confirmations", status.confirmations())
                .build();
    }

    static JsonObject write(Summary summary) {
        return Json.createObjectBuilder()
                .add("orders", summary.orders())
                .add("delivered", summary.delivered())
                .add("reserved", summary.reserved())
                .add("confirmed", summary.confirmed())
                .add("unitsReserved", summary.unitsReserved())
                .build();
    }

    static JsonObject error(String message) {
        return Json.createObjectBuilder().add("error", message).build();
    }

    private static String text(JsonObject json, String field) {
        if (json.get(field) instanceof JsonString string) {
            return string.getString();
        }
        throw new InvalidOrderException(field + " is missing or is not a string");
    }

    private static int quantity(JsonObject json) {
        if (json.get("quantity") instanceof JsonNumber number && number.isIntegral()) {
            long value = number.longValue();
            return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
        }
        throw new InvalidOrderException("quantity is missing or is not a whole number");
    }

    private static boolean bad(JsonObject json) {
        JsonValue bad = json.getOrDefault("bad", JsonValue.FALSE);
        if (bad.equals(JsonValue.TRUE) || bad.equals(JsonValue.FALSE)) {
            return bad.equals(JsonValue.TRUE);
        }
        throw new InvalidOrderException("bad must be true or false, not " + bad);
    }
}
