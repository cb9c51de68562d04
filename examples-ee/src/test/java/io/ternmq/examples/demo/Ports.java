package io.ternmq.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** Where the server listens: the ports of its configuration, all shifted by one free offset. */
record Ports(int offset) {

    private static final int[] CONFIGURED = {8080, 8443, 8009, 9990, 9993, 4712, 4713};
    private static final int FIRST_OFFSET = 2_000;
    private static final int LAST_OFFSET = 20_000;
    private static final int STEP = 100;

    /** An offset at which nobody listens now; two runs at once look at different ones first. */
    static Ports free() throws IOException {
        int steps = (LAST_OFFSET - FIRST_OFFSET) / STEP;
        long first = ProcessHandle.current().pid() % steps;
        return IntStream.range(0, steps)
                .map(step -> FIRST_OFFSET + STEP * (int) ((first + step) % steps))
                .filter(offset -> IntStream.of(CONFIGURED).allMatch(port -> isFree(port + offset)))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IOException(
                                        "No free ports for the server between %d and %d"
                                                .formatted(
                                                        4712 + FIRST_OFFSET, 9993 + LAST_OFFSET)));
    }

    int http() {
        return 8080 + offset;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
