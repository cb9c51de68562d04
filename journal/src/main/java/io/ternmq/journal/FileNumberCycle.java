package io.ternmq.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * A roll cycle whose clock is the file number: file n is the n-th second. The index has room for
 * more documents than the largest file can hold.
 */
enum FileNumberCycle implements RollCycle {
    INSTANCE;

    static final long LENGTH_MILLIS = 1000;

    private static final int INDEX_COUNT = 256;
    private static final int INDEX_SPACING = 256;
    private static final RollCycleArithmetic ARITHMETIC =
            RollCycleArithmetic.of(INDEX_COUNT, INDEX_SPACING);

    @Override
    public String format() {
        return DirectoryLayout.FILE_PATTERN;
    }

    @Override
    public int lengthInMillis() {
        return (int) LENGTH_MILLIS;
    }

    @Override
    public int defaultIndexCount() {
        return ARITHMETIC.indexCount();
    }

    @Override
    public int defaultIndexSpacing() {
        return ARITHMETIC.indexSpacing();
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return ARITHMETIC.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return ARITHMETIC.toSequenceNumber(index);
    }

    @Override
    public int toCycle(long index) {
        return ARITHMETIC.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle() {
        return ARITHMETIC.maxMessagesPerCycle();
    }
}
