package io.ternmq.examples.demo;

/**
 * One order of the data file.
 *
 * @param id the order's id
 * @param item what is ordered
 * @param quantity how many
 * @param bad whether the application is to fail it after its send
 */
record OrderLine(String id, String item, int quantity, boolean bad) {

    String json() {
        return "{\"id\":\"%s\",\"item\":\"%s\",\"quantity\":%d,\"bad\":%b}"
                .formatted(id, item, quantity, bad);
    }
}
