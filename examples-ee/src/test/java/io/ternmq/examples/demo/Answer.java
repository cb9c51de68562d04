package io.ternmq.examples.demo;

/**
 * What the client saw of one order.
 *
 * @param order the order
 * @param kind what it means for the order
 * @param life the server's life that was asked, from 1
 * @param detail the HTTP status and body, or the exception
 */
record Answer(OrderLine order, Kind kind, int life, String detail) {

    /** What an answer promises. */
    enum Kind {
        /** 201: everything of it exists. */
        ACCEPTED,
        /** 422 for a bad order: nothing of it exists. */
        REFUSED,
        /** No answer, or a 5xx: all of it exists, or nothing. */
        UNCLEAR,
        /** An answer that this order should never get. */
        UNEXPECTED
    }

    static Answer http(OrderLine order, int life, int status, String body) {
        Kind kind;
        if (status == 201) {
            kind = order.bad() ? Kind.UNEXPECTED : Kind.ACCEPTED;
        } else if (status == 422) {
            kind = order.bad() ? Kind.REFUSED : Kind.UNEXPECTED;
        } else {
            kind = status >= 500 ? Kind.UNCLEAR : Kind.UNEXPECTED;
        }
        return new Answer(order, kind, life, status + " " + body);
    }

    static Answer cut(OrderLine order, int life, Exception cause) {
        return new Answer(order, Kind.UNCLEAR, life, "no answer: " + cause);
    }
}
