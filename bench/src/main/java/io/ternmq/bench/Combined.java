package io.ternmq.bench;

import io.ternmq.journal.Combiner;
import io.ternmq.journal.Turns;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the journal and the plain file share: threads, wake-ups and batches, all but the store. */
final class Combined implements AutoCloseable {

    private static final int ITEMS_A_TURN = 1_000;

    /** Appends one batch and forces it. */
    interface Store {
        void write(List<byte[]> payloads) throws Exception;
    }

    private final Combiner<byte[]> combiner;
    private volatile @Nullable Throwable failure;

    Combined(String name, Store store) {
        combiner =
                new Combiner<>(
                        "bench-pump-" + name,
                        ITEMS_A_TURN,
                        new Turns<>() {
                            @Override
                            public long run(List<byte[]> items) throws Exception {
                                if (!items.isEmpty()) {
                                    store.write(items);
                                }
                                return NEVER;
                            }

                            @Override
                            public void refuse(byte[] item, @Nullable Throwable cause) {
                                failure = cause;
                            }

                            @Override
                            public void ended(@Nullable Throwable cause, List<byte[]> left) {
                                failure = cause;
                            }
                        });
        combiner.start();
    }

    void append(byte[] payload) throws IOException {
        if (!combiner.call(payload)) {
            throw new IOException("not appended", failure);
        }
    }

    @Override
    public void close() {
        combiner.close();
    }
}
