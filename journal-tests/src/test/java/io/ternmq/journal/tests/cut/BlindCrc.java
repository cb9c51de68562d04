package io.ternmq.journal.tests.cut;

import java.util.zip.Checksum;

/** A checksum that fits everything: takes the place of CRC32C in a negative control. */
public final class BlindCrc implements Checksum {

    /** As CRC32C has it. */
    public BlindCrc() {}

    @Override
    public void update(int b) {}

    @Override
    public void update(byte[] bytes, int offset, int length) {}

    @Override
    public long getValue() {
        return 0;
    }

    @Override
    public void reset() {}
}
