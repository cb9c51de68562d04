package io.ternmq.journal.tests.ledger;

import java.nio.ByteBuffer;

/** The body of a message follows from its id, so that every byte of it can be checked. */
public final class Payloads {

    private Payloads() {}

    /** Writes the body of a message. */
    public static void write(ByteBuffer target, long id, int size) {
        long state = id * 0x9E3779B97F4A7C15L + size;
        int left = size;
        for (; left >= Long.BYTES; left -= Long.BYTES) {
            state = next(state);
            target.putLong(state);
        }
        for (; left > 0; left--) {
            state = next(state);
            target.put((byte) state);
        }
    }

    /** Whether what remains in the buffer is the body of that message. */
    public static boolean isBody(ByteBuffer body, long id, int size) {
        if (body.remaining() != size) {
            return false;
        }
        ByteBuffer expected = ByteBuffer.allocate(size);
        write(expected, id, size);
        return expected.flip().equals(body);
    }

    private static long next(long state) {
        long mixed = state ^ state << 13;
        mixed ^= mixed >>> 7;
        return mixed ^ mixed << 17;
    }
}
